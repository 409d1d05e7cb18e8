#!/bin/sh
# need.sh COMMAND|FILE "PACKAGES" WHAT: install Debian packages when a command or file is missing and this user may; else say how.
if command -v "$1" >/dev/null 2>&1 || [ -f "$1" ]; then exit 0; fi
sudo=""
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo="sudo -n"; else sudo="no"; fi
fi
if [ "$sudo" != no ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing $2" >&2
  { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $2; } >/dev/null
  if command -v "$1" >/dev/null 2>&1 || [ -f "$1" ]; then exit 0; fi
fi
echo "$3 is missing: install it and run again (Debian and Ubuntu: sudo apt-get install $2)" >&2
exit 1
