package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.live.Doctor;
import dev.stormwatch.live.doctor.Check;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what would go wrong with the live application. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads the live application's properties and looks at what it will need: streams, the functions'"
          + " subscription filters, topics and who hears them, permissions, the runtime.",
      "Changes nothing. Uses your own credentials, which may be allowed more than the application's"
          + " role. Exit code 2 when there is a fault."
    },
    footer = {
      "",
      "Of an application that is there:",
      "  aws kinesisanalyticsv2 describe-application --output json \\",
      "      --application-name stormwatch-application | jobs/stormwatch doctor -"
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final int FAULTY = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "The application's runtime properties (JSON), as create-application takes them or"
              + " describe-application prints them; - for standard input.")
  private Path file = Path.of("");

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      defaultValue = "FLINK-1_20",
      description = "The application's RuntimeEnvironment. Default: FLINK-1_20.")
  private String runtime = "";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "",
      description = "Address of all services, for an emulator. Else AWS itself.")
  private String endpoint = "";

  @Option(names = "--json", description = "Print the checks as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    List<Check> checks;
    try (ProgressLine line = new ProgressLine()) {
      line.watch(() -> "looking …");
      checks = Doctor.look(file, runtime, endpoint);
    }
    long faults = checks.stream().filter(check -> check.level == Check.Level.FAULT).count();
    if (json) {
      out.println(json(checks));
    } else {
      checks.forEach(check -> print(check, out));
      out.printf(
          "%n%s, %s%n",
          Words.count(faults, "fault"),
          Words.count(
              checks.stream().filter(check -> check.level == Check.Level.WARNING).count(),
              "warning"));
    }
    out.flush();
    return faults == 0 ? 0 : FAULTY;
  }

  private static void print(Check check, PrintWriter out) {
    out.printf("%-7s  %s %s: %s%n", check.level.wireName(), check.of, check.subject, check.text);
    if (!check.remedy.isEmpty()) {
      out.printf("         → %s%n", check.remedy);
    }
  }

  private static String json(List<Check> checks) {
    ArrayNode rows = JSON.createArrayNode();
    for (Check check : checks) {
      ObjectNode row = rows.addObject();
      row.put("level", check.level.wireName());
      row.put("check", check.of);
      row.put("subject", check.subject);
      row.put("text", check.text);
      row.put("remedy", check.remedy);
    }
    return rows.toPrettyString();
  }
}
