# Faro as a container: `docker build -t faro .`, or `docker compose up -d` (compose.yaml, with PostgreSQL).
#
# What runs may write to /data and /tmp and to nothing else, is nobody on the host, and holds no package that only building
# or testing needs. The version of Node is the one of package.json; a test holds the two together.

FROM node:26.10.0-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package may run a script of its own while it is installed: none of what the service needs has to.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
COPY dialogs dialogs
COPY content content
COPY locales locales
# Learns the content and builds the desk's pages. Both commands leave a failure to the first start; an image must not.
RUN npm run prepare \
  && ls node_modules/.cache/faro/model-*.bin node_modules/.cache/faro/desk-*/index.html

FROM node:26.10.0-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# A compiler that is only somebody's optional wish, and what only editors read, weigh more than a third.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/typescript node_modules/@typescript \
  && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete

FROM node:26.10.0-trixie-slim
# HOME, because npm wants to write there when it runs one of our commands.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data HOME=/tmp
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/node_modules/.cache node_modules/.cache
COPY package.json LICENSE ./
COPY src src
COPY dialogs dialogs
COPY content content
COPY locales locales
# A new volume takes over owner and mode from here.
RUN install -d -o 65532 -g 65532 -m 0700 /data
VOLUME /data
USER 65532:65532
EXPOSE 3000
STOPSIGNAL SIGTERM
# Whether it lives, not whether the database does: nothing is won by restarting it while that is away.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "src/main.ts"]
