/** The archive's door: what an import brought lies sealed in a folder of its own and is read from there, a file at a time. */
export { createImportFolders } from './import-folders.js';
export type { ImportFileName, ImportFolder, ImportFolders } from './import-folders.js';
export type { SealedFileWriter, WrittenFile } from './sealed-file.js';
export type { ArchivedFile, ArchiveLimits, ZipArchive } from './zip-archive.js';
