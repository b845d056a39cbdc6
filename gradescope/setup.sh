#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Node.js, bubblewrap, the packages, the sandbox's runtime.
# It needs apt and the npm registry, nothing else; what the image has already is not installed again.
set -euo pipefail

readonly SOURCE=/autograder/source
# Outside of the source, because the sandbox's user must reach Node and the runtime, and nothing of the source.
readonly PREFIX=/opt/a3
readonly NODE_VERSION=22.23.3 NPM_VERSION=10.9.9

export DEBIAN_FRONTEND=noninteractive
umask 022
mkdir -p "$PREFIX/cache"

fail() {
  echo "$1" >&2
  exit 1
}
readonly NO_REGISTRY="The packages cannot be fetched: see npm's words above. This machine needs a way to the npm registry (a proxy? npm config set registry …) while the image is built; build it again then."

has() { command -v "$1" > /dev/null; }

node_fits() {
  has node && has npm && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1);'
}

updated=
apt_install() {
  [ "$updated" ] || apt-get update || fail "Debian's packages cannot be fetched: see above. This machine needs a way to them while the image is built."
  updated=yes
  apt-get install --yes --no-install-recommends "$@" || fail "Not installed: $*. See apt's words above."
}

# Node.js and npm from the npm registry: distributions have older ones, which are good enough to fetch these.
install_node() {
  has npm || apt_install nodejs npm ca-certificates
  local machine
  case "$(uname -m)" in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) fail "There is no Node.js for a $(uname -m) here: take an image that has Node.js 22." ;;
  esac
  (cd "$PREFIX" && npm install --prefix "$PREFIX" --no-save --ignore-scripts --no-audit --no-fund \
    "node-linux-$machine@$NODE_VERSION" "npm@$NPM_VERSION") || fail "$NO_REGISTRY"
  ln -sf "$PREFIX/node_modules/node-linux-$machine/bin/node" "$PREFIX/node"
}

if ! has bwrap || ! has prlimit || ! has setpriv; then
  apt_install bubblewrap util-linux
fi

if node_fits; then
  ln -sf "$(command -v node)" "$PREFIX/node"
  npm=(npm)
else
  install_node
  npm=("$PREFIX/node" "$PREFIX/node_modules/npm/bin/npm-cli.js")
fi

cd "$SOURCE"
# No package's script is run: what they would download is not used here.
[ -d node_modules ] || "${npm[@]}" ci --omit=dev --ignore-scripts --no-audit --no-fund || fail "$NO_REGISTRY"
TMPDIR="$PREFIX/cache" "$PREFIX/node" --import tsx grader/gradescope/prepare.ts

chmod 700 "$SOURCE"
chmod 600 "$SOURCE/.a3_secret"
echo "The autograder is ready."
