package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that is uploaded: what the managed service's class path would choke on. */
class ApplicationJarITCase {

  private static final int JAVA_11 = 55;
  private static final long MEBIBYTE = 1 << 20;

  /** A tenth of what the service takes; more than it needs says that something crept in. */
  private static final long MOST_BYTES = 50 * MEBIBYTE;

  private static final Pattern OF_FLINK_BUT_NOT_IN_IT =
      Pattern.compile(
          "org/apache/flink/(kinesis/shaded|streaming/connectors/kinesis"
              + "|connector/kinesis|connector/aws)/.*");

  private static Path path;
  private static JarFile jar;
  private static List<JarEntry> entries;

  @BeforeAll
  static void open() throws IOException {
    path = Path.of(Objects.requireNonNull(System.getProperty("stormwatch.application")));
    jar = new JarFile(path.toFile());
    entries = jar.stream().filter(entry -> !entry.isDirectory()).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  private static List<String> named(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return entries.stream()
        .map(JarEntry::getName)
        .filter(name -> wanted.matcher(name).matches())
        .toList();
  }

  @Test
  void everyClassRunsOnJava11() throws IOException {
    List<String> newer = new ArrayList<>();
    int classes = 0;
    for (JarEntry entry : entries) {
      if (entry.getName().endsWith(".class")) {
        classes++;
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          int major = in.readUnsignedShort();
          if (major > JAVA_11) {
            newer.add(entry.getName() + " is of class version " + major);
          }
        }
      }
    }
    assertThat(newer).isEmpty();
    assertThat(classes).as("classes that were looked at").isGreaterThan(10_000);
    assertThat(named("META-INF/versions/.*")).as("classes for newer Java").isEmpty();
  }

  @Test
  void whatFlinkBringsIsNotInIt() {
    assertThat(named("org/apache/flink/.*"))
        .isNotEmpty()
        .allMatch(name -> OF_FLINK_BUT_NOT_IN_IT.matcher(name).matches());
    assertThat(named("org/(slf4j|apache/logging|rocksdb)/.*")).isEmpty();
    assertThat(named("com/amazonaws/services/kinesisanalytics/.*")).isEmpty();
  }

  @Test
  void nothingNativeAndNoSignatureIsInIt() {
    assertThat(named(".*\\.(so|dll|dylib|jnilib|exe)")).isEmpty();
    assertThat(named("amazon-kinesis-producer-native-binaries/.*")).isEmpty();
    assertThat(named("META-INF/.*\\.(SF|DSA|RSA|EC)")).isEmpty();
  }

  @Test
  void theManifestNamesMainAndVersion() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    String main = manifest.getValue(Attributes.Name.MAIN_CLASS);
    assertThat(jar.getEntry(main.replace('.', '/') + ".class")).isNotNull();
    assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
        .isEqualTo(System.getProperty("stormwatch.version"));
  }

  /** The HTTP client is found in this way: without it neither a topic nor a tag is reached. */
  @Test
  void servicesAreThere() throws IOException {
    assertThat(services("software.amazon.awssdk.http.SdkHttpService"))
        .containsExactly("software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService");
    String shaded = "org.apache.flink.kinesis.shaded.";
    assertThat(services(shaded + "software.amazon.awssdk.http.SdkHttpService"))
        .isNotEmpty()
        .allMatch(name -> jar.getEntry(name.replace('.', '/') + ".class") != null);
  }

  private static List<String> services(String type) throws IOException {
    JarEntry entry = jar.getJarEntry("META-INF/services/" + type);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
  }

  @Test
  void itIsAsSmallAsItCanBe() throws IOException {
    long bytes = Files.size(path);
    System.out.printf("%s: %.1f MiB%n", path.getFileName(), bytes / (double) MEBIBYTE);
    assertThat(bytes).isBetween(MEBIBYTE, MOST_BYTES);
  }
}
