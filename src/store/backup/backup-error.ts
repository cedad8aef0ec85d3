/** Why a backup was not made or not brought back; whole sentences, for whoever runs the command. Nothing was changed. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
