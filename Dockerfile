# The service with its nets in one image. Debian's glibc, because the packages' native code is built for it.

FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV FACEDESK_MODELS_DIR=/app/models
COPY package.json package-lock.json ./
COPY client client/
# Native code comes with the packages; their install scripts would only fetch what is not used here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY LICENSE THIRD-PARTY-NOTICES.md sbom.cdx.json tsconfig.json tsconfig.build.json ./
COPY bin bin/
COPY model-packs model-packs/
COPY scripts/build.js scripts/
COPY web web/
COPY src src/
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund
# Native code for other machines, and the sources, go; the build fails here where what is left cannot load its nets.
RUN set -eu; \
    machine="linux/$(node -p process.arch)"; \
    find node_modules/onnxruntime-node/bin -mindepth 3 -maxdepth 3 -type d ! -path "*/$machine" -exec rm -r {} +; \
    rm -r src scripts tsconfig.json tsconfig.build.json client/src client/tsconfig.json; \
    node bin/facedesk.js models compile; \
    node bin/facedesk.js models verify

FROM node:22-bookworm-slim
# Node is all that the service needs: its package managers go.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* \
      /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg \
    && install -d -o node -g node -m 0700 /data \
    && ln -s /app/bin/facedesk.js /usr/local/bin/facedesk
# Owned by root: the service can read it and not change it.
COPY --from=build /app /app
WORKDIR /app
ENV NODE_ENV=production \
    TMPDIR=/tmp \
    FACEDESK_HOST=0.0.0.0 \
    FACEDESK_PORT=8000 \
    FACEDESK_DATA_DIR=/data \
    FACEDESK_MODELS_DIR=/app/models
USER node
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.FACEDESK_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/facedesk.js"]
CMD ["serve"]
