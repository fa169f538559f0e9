// The same project for Gradle: shown, not run by our build.
plugins {
    application
}

repositories {
    mavenLocal()
    mavenCentral()
}

dependencies {
    implementation(platform("org.aioactors:aio-actors-bom:0.2.0"))
    implementation("org.aioactors:aio-actors")
    runtimeOnly("ch.qos.logback:logback-classic:1.5.18")
}

application {
    mainClass.set("consumer.Consumer")
    applicationDefaultJvmArgs = listOf("--enable-native-access=ALL-UNNAMED")
}
