# SPDX-License-Identifier: Apache-2.0
#
# For the launchers in samples/bin, which set `root` to the checkout: finds a JDK (`java`, `version`), and builds the
# samples if there is no build or something in the sources is newer.

fail() {
  echo "$(basename -- "$0"): $1" >&2
  exit 2
}

if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
  [[ -x $java ]] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
else
  java=$(command -v java) || fail "no java found; install a JDK, 17 or later, or set JAVA_HOME"
fi
jdk=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")

# JAVA_VERSION="17.0.15": says it without starting a JVM.
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release" 2>/dev/null || true)
[[ ${version:-17} -ge 17 ]] || fail "$java is Java $version; a JDK, 17 or later, is needed (set JAVA_HOME)"

# Is put there when a build begins, so that what changes during it counts as newer. `mvn clean` takes it away.
stamp=$root/samples/target/samples-built
jar() { ls -t -- "$root"/samples/target/samples-*.jar 2>/dev/null | head -n 1; }
sources=("$root"/pom.xml "$root"/{aio-core,aio-actors,samples}/{pom.xml,src/main})

if [[ ! -f $stamp || -z $(jar) || -n $(find "${sources[@]}" -newer "$stamp" -print -quit) ]]; then
  command -v mvn >/dev/null || fail "no mvn found; install Maven, 3.8 or later, to build the samples"
  [[ -x $jdk/bin/javac ]] || fail "$jdk has no bin/javac; a JDK is needed to build the samples, not only a JRE"
  echo "$(basename -- "$0"): building (first start or changed sources) ..." >&2
  started=$(mktemp)
  trap 'rm -f -- "$started"' EXIT
  # The layout of the sources is a matter for those who change them.
  build=(mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip -pl samples -am package)
  # Without noreset some Mavens write escape sequences even when they have nothing to say.
  export MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true"
  (cd -- "$root" && JAVA_HOME=$jdk "${build[@]}") >&2 || fail "the build failed"
  touch -r "$started" -- "$stamp"
  rm -f -- "$started"
fi
