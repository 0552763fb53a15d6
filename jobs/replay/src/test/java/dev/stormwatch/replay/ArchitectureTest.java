package dev.stormwatch.replay;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that no compiler checks, each seen to fail on a class that breaks it. */
class ArchitectureTest {

  private static final List<String> MODULES =
      List.of("core", "telemetry", "stream", "live", "lab", "replay");

  private static final String CONNECTOR = "org.apache.flink.streaming.connectors.kinesis..";

  /** Methods of {@link Math} that need not be exact to the last bit. */
  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  private static final ArchRule CORE_IS_PURE =
      classes()
          .that()
          .resideInAPackage("dev.stormwatch.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.stormwatch.core..", "java..", "org.jspecify..");

  private static final ArchRule TELEMETRY_KNOWS_CORE_AND_JSON =
      classes()
          .that()
          .resideInAPackage("dev.stormwatch.telemetry..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.stormwatch.core..",
              "dev.stormwatch.telemetry..",
              "com.fasterxml.jackson..",
              "java..",
              "org.jspecify..");

  private static final ArchRule SCORING_IS_PURE =
      classes()
          .that()
          .resideInAPackage("dev.stormwatch.replay.score..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.stormwatch.replay.score..", "dev.stormwatch.core..", "java..", "org.jspecify..");

  private static final ArchRule NO_WALL_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.stormwatch.core..",
              "dev.stormwatch.telemetry..",
              "dev.stormwatch.stream..",
              "dev.stormwatch.lab..",
              "dev.stormwatch.replay.score..",
              "dev.stormwatch.replay.baseline..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  /**
   * What {@link Math} may answer otherwise on another processor or Java; square roots it may not.
   */
  private static final ArchRule SAME_BYTES_ON_EVERY_PROCESSOR =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.stormwatch.core..",
              "dev.stormwatch.telemetry..",
              "dev.stormwatch.stream..",
              "dev.stormwatch.lab..")
          .should()
          .callMethodWhere(
              describe(
                  "is of Math, where StrictMath rounds alike everywhere",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Math.class)
                          && INEXACT.contains(call.getTarget().getName())));

  private static final ArchRule NO_SLEEP =
      noClasses()
          .that()
          .resideInAPackage("dev.stormwatch..")
          .should()
          .callMethod(Thread.class, "sleep", long.class);

  private static final ArchRule DETECTORS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("dev.stormwatch.core.detect.(*)..").should().notDependOnEachOther();

  private static final ArchRule ONE_CLASS_TOUCHES_THE_CONNECTOR =
      noClasses()
          .that()
          .resideInAPackage("dev.stormwatch..")
          .and()
          .haveNameNotMatching("dev\\.stormwatch\\.live\\.KinesisSource(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CONNECTOR);

  private static final ArchRule ONLY_LIVE_KNOWS_AWS =
      noClasses()
          .that()
          .resideInAPackage("dev.stormwatch..")
          .and()
          .resideOutsideOfPackage("dev.stormwatch.live..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..", "com.amazonaws..");

  private static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.stormwatch.(*).(*)..").should().beFreeOfCycles();

  /** Read once: that takes seconds. */
  private static JavaClasses production;

  private static JavaClasses breakers;

  @BeforeAll
  static void readClasses() {
    production = production();
    breakers = new ClassFileImporter().importPaths(Path.of("target", "test-classes"));
  }

  static Stream<Arguments> laws() {
    return Stream.of(
        Arguments.of("core is pure", CORE_IS_PURE),
        Arguments.of("telemetry knows core and JSON", TELEMETRY_KNOWS_CORE_AND_JSON),
        Arguments.of("scoring is pure", SCORING_IS_PURE),
        Arguments.of("no wall clock", NO_WALL_CLOCK),
        Arguments.of("the same bytes on every processor", SAME_BYTES_ON_EVERY_PROCESSOR),
        Arguments.of("no sleep", NO_SLEEP),
        Arguments.of("detectors do not know each other", DETECTORS_DO_NOT_KNOW_EACH_OTHER),
        Arguments.of("one class touches the connector", ONE_CLASS_TOUCHES_THE_CONNECTOR),
        Arguments.of("only live knows AWS", ONLY_LIVE_KNOWS_AWS),
        Arguments.of("packages have no cycles", PACKAGES_HAVE_NO_CYCLES));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("laws")
  void theCodeKeepsTheLaw(String name, ArchRule law) {
    law.check(production);
  }

  static Stream<Arguments> violations() {
    return Stream.of(
        Arguments.of(CORE_IS_PURE, "UsesFlink"),
        Arguments.of(SCORING_IS_PURE, "ScoresAFile"),
        Arguments.of(NO_WALL_CLOCK, "ReadsTheWallClock"),
        Arguments.of(SAME_BYTES_ON_EVERY_PROCESSOR, "RoundsAsTheProcessorDoes"),
        Arguments.of(NO_SLEEP, "Sleeps"),
        Arguments.of(DETECTORS_DO_NOT_KNOW_EACH_OTHER, "KnowsAnotherDetector"),
        Arguments.of(ONE_CLASS_TOUCHES_THE_CONNECTOR, "TouchesTheConnector"),
        Arguments.of(TELEMETRY_KNOWS_CORE_AND_JSON, "TelemetryUsesFlink"),
        Arguments.of(ONLY_LIVE_KNOWS_AWS, "StreamUsesAws"),
        Arguments.of(PACKAGES_HAVE_NO_CYCLES, "NeedsTwo"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("violations")
  void aPlantedViolationIsFound(ArchRule law, String planted) {
    assertThat(law.evaluate(breakers).getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains(planted));
  }

  @Test
  void everyTestClassHasANameThatRuns() {
    List<Path> paths = new ArrayList<>();
    for (String module : MODULES) {
      Path tests = Path.of("..", module, "target", "test-classes");
      if (Files.isDirectory(tests)) {
        paths.add(tests);
      }
    }
    classes()
        .that()
        .containAnyMethodsThat(
            describe(
                "are tests",
                method ->
                    method.isAnnotatedWith(Test.class)
                        || method.isAnnotatedWith(ParameterizedTest.class)))
        .should()
        .haveSimpleNameEndingWith("Test")
        .orShould()
        .haveSimpleNameEndingWith("ITCase")
        .check(new ClassFileImporter().importPaths(paths));
  }

  private static JavaClasses production() {
    List<Path> paths = new ArrayList<>();
    for (String module : MODULES) {
      Path classes = Path.of("..", module, "target", "classes");
      assertThat(classes).as("%s must be built before its laws are checked", module).isDirectory();
      paths.add(classes);
    }
    return new ClassFileImporter().importPaths(paths);
  }
}
