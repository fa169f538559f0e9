# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the `check` of each module that has a model.

# check_model MODEL MEGABYTES: searches the model exhaustively for each of the array `variants`, where nothing may be found, and
# for each of the array `bugs`, each of which must be. Returns 1 if that is not so.
check_model() {
  local model=$1 megabytes=$2 tool work variant bug found failed=0
  for tool in spin cc; do
    command -v "$tool" >/dev/null || { echo "check: no $tool found; on Debian: apt-get install spin gcc" >&2; exit 2; }
  done
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # now, while there is the variable
  trap "rm -rf -- '$work'" EXIT
  cd -- "$work"
  for variant in "${variants[@]}"; do
    found=$(errors $variant)
    echo "protocol ${variant:-(default)}: errors $found, $(sed -n 's/ *\([0-9]*\) states, stored.*/\1 states/p' pan.log)"
    [[ $found == 0 ]] || failed=1
  done
  for bug in "${bugs[@]}"; do
    found=$(errors -DBUG_$bug)
    echo "planted bug $bug: errors $found"
    [[ $found != 0 ]] || { echo "check: the planted bug $bug was not found" >&2; failed=1; }
  done
  return $failed
}

# Prints the number of errors that an exhaustive search finds with the given definitions.
errors() {
  spin -a "$@" "$model" >spin.log || { cat spin.log >&2; exit 2; }
  cc -O2 -DSAFETY -DNOREDUCE -DCOLLAPSE "-DMEMLIM=$megabytes" -o pan pan.c
  ./pan -m1000000 >pan.log
  grep -Eq "max search depth too small|reached -DMEMLIM bound" pan.log && { echo "check: the search was cut short" >&2; exit 2; }
  sed -n 's/.*errors: \([0-9]*\).*/\1/p' pan.log
}
