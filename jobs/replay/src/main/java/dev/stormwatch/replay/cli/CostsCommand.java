package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.detect.cost.CostModel.Containers;
import dev.stormwatch.core.detect.cost.CostSurvey;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what each function of an input costs, beside what containers for its work would. */
@Command(
    name = "costs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows what each function of a recording, or of any file of telemetry, costs a day, how busy"
            + " containers for the same work would be, and from where on they would be cheaper.")
public final class CostsCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Seconds below which a day is only guessed at from a part of it. */
  private static final double HALF_DAY = 43_200;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final InputOptions source = new InputOptions();

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Option(names = "--json", description = "Print the rows as JSON.")
  private boolean json;

  @Override
  public Integer call() throws UserException {
    Input input = source.open();
    Settings settings = settingsOption.of(input);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (!json) {
      InputOptions.announce(input, out);
      out.println();
    }
    CostSurvey survey = new CostSurvey(settings);
    long dead = read(input, settings, survey);
    List<CostSurvey.Row> rows = survey.rows();
    source.check(rows.size());
    if (json) {
      out.println(json(rows, settings, dead, survey.lostShare()));
    } else {
      print(rows, settings, dead, survey.lostShare(), out);
    }
    out.flush();
    return 0;
  }

  /** Reads the input to its end; returns how many records could not be read. */
  private static long read(Input input, Settings settings, CostSurvey survey) throws UserException {
    FoldingDecoder decoder = new FoldingDecoder(settings, input.region());
    long dead = 0;
    long read = 0;
    try (Input.Records records = input.open()) {
      for (KinesisRecord record = records.next(); record != null; record = records.next()) {
        read++;
        try {
          FunctionSlot slot = decoder.fold(record);
          if (slot != null) {
            survey.add(slot, record.arrival);
          }
          decoder.processorUse().forEach(survey::measured);
        } catch (DeadRecordException e) {
          dead++;
        }
      }
      if (read == 0) {
        throw Inputs.nothing(input.path(), records);
      }
    }
    return dead;
  }

  private static void print(
      List<CostSurvey.Row> rows, Settings settings, long dead, double lostShare, PrintWriter out) {
    Table lambda =
        new Table("FUNCTION", ">DAYS", ">MB", ">CALLS/DAY", ">GB-S/DAY", ">INIT %", ">USD/DAY");
    Table containers =
        new Table("FUNCTION", ">CONTAINERS USD/DAY", ">TASKS", ">BUSY %", ">BREAK-EVEN %");
    for (CostSurvey.Row row : rows) {
      boolean priced = row.confidence != CostSurvey.Confidence.NONE;
      Comparison day = row.comparison;
      lambda.row(
          row.function.name(),
          number("%.2f", row.watchedSeconds / 86_400, true),
          number("%.0f", row.memoryMegabytes, priced),
          (priced && row.watchedSeconds < HALF_DAY ? "~" : "")
              + number("%,.0f", row.callsPerDay, priced),
          number("%,.0f", row.gigabyteSecondsPerDay, priced),
          number("%.1f", 100 * row.initShare, priced),
          number("%,.4f", day.lambdaUsdPerDay, priced));
      containers.row(
          row.function.name(),
          band("%,.2f", day.waiting.usdPerDay, day.computing.usdPerDay, priced),
          band("%,.0f", day.waiting.tasks, day.computing.tasks, priced),
          number("%.1f", 100 * day.waiting.utilisation, priced),
          number("%.0f", 100 * day.breakEven(), priced));
    }
    lambda.print(out);
    out.println();
    containers.print(out);
    out.println();
    for (CostSurvey.Row row : rows) {
      out.println(
          Words.wrap(
              "  ",
              row.function.name()
                  + ": "
                  + row.advice
                  + "; confidence "
                  + word(row.confidence)
                  + (row.because.isEmpty() ? "" : ": " + row.because)));
    }
    out.println();
    out.println(
        Words.wrap(
            "",
            String.format(
                Locale.ROOT,
                "USD a day over the DAYS watched last (~: under half a day, so a day may differ),"
                    + " at the prices of %s on %s (%s). CONTAINERS:"
                    + " Fargate tasks of %.2f vCPU and %.2f GB, or more where a call needs it, and"
                    + " their load balancer; from a function that uses %.0f %% of its processor to"
                    + " one that uses all of it, where neither the settings nor Lambda Insights"
                    + " tell; their number is then an estimate. BUSY: busy time over what the fewer"
                    + " tasks provide; at BREAK-EVEN both cost the same. Say"
                    + " functions[].processorShare, architecture and provisionedConcurrency in the"
                    + " settings to know better.",
                settings.prices.region,
                settings.prices.asOf,
                settings.prices.source,
                settings.cost.taskVcpu,
                settings.cost.taskMemoryGb,
                100 * settings.cost.assumedProcessorShare)));
    if (lostShare > 0) {
      out.println(
          Words.wrap(
              "",
              String.format(
                  Locale.ROOT,
                  "About %.0f %% of what was logged is lost on the way: calls begin or end in"
                      + " deliveries that did not come. What is missing is in no figure.",
                  100 * lostShare)));
    }
    if (dead > 0) {
      out.println("passed over " + Words.count(dead, "record") + " that could not be read");
    }
  }

  private static String number(String format, double value, boolean priced) {
    return priced && !Double.isNaN(value) ? String.format(Locale.ROOT, format, value) : "-";
  }

  private static String band(String format, double low, double high, boolean priced) {
    String from = number(format, low, priced);
    String to = number(format, high, priced);
    return from.equals(to) ? from : from + "-" + to;
  }

  private static String json(
      List<CostSurvey.Row> rows, Settings settings, long dead, double lostShare) {
    ObjectNode root = JSON.createObjectNode();
    root.put("pricesAsOf", settings.prices.asOf);
    root.put("region", settings.prices.region);
    root.put("unreadableRecords", dead);
    if (!Double.isNaN(lostShare)) {
      root.put("lostShare", lostShare);
    }
    var list = root.putArray("functions");
    for (CostSurvey.Row row : rows) {
      ObjectNode item = list.addObject();
      item.put("function", row.function.name());
      item.put("account", row.function.account());
      item.put("region", row.function.region());
      item.put("watchedSeconds", row.watchedSeconds);
      item.put("confidence", word(row.confidence));
      item.put("because", row.because);
      item.put("advice", row.advice);
      if (row.confidence == CostSurvey.Confidence.NONE) {
        continue;
      }
      Comparison day = row.comparison;
      item.put("memoryMb", row.memoryMegabytes);
      item.put("callsPerDay", row.callsPerDay);
      item.put("gbSecondsPerDay", row.gigabyteSecondsPerDay);
      item.put("initShare", row.initShare);
      item.put("meanConcurrency", row.meanConcurrency);
      item.put("peakConcurrency", row.peakConcurrency);
      if (!Double.isNaN(row.lostShare)) {
        item.put("lostShare", row.lostShare);
      }
      item.put("lambdaUsdPerDay", day.lambdaUsdPerDay);
      item.put("lambdaSavingsPlanUsdPerDay", day.lambdaSavingsPlanUsdPerDay);
      item.put("breakEven", day.breakEven());
      item.put("processorShareKnown", day.processorShareKnown());
      containers(item.putObject("containers"), day.waiting);
      containers(item.putObject("containersIfComputing"), day.computing);
    }
    return root.toPrettyString();
  }

  private static void containers(ObjectNode item, Containers containers) {
    item.put("processorShare", containers.processorShare);
    item.put("taskVcpu", containers.taskVcpu);
    item.put("taskMemoryGb", containers.taskGigabytes);
    item.put("tasks", containers.tasks);
    item.put("usdPerDay", containers.usdPerDay);
    item.put("savingsPlanUsdPerDay", containers.savingsPlanUsdPerDay);
    item.put("utilisation", containers.utilisation);
  }

  private static String word(CostSurvey.Confidence confidence) {
    return confidence.name().toLowerCase(Locale.ROOT);
  }
}
