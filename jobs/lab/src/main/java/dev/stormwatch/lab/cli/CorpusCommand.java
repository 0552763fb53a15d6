package dev.stormwatch.lab.cli;

import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes many recordings: every scenario with fresh seeds. */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes a balanced corpus of simulated recordings with ground truth, for evaluate to score.")
public final class CorpusCommand implements Callable<Integer> {

  /** How many seeds each scenario gets. */
  public enum Size {
    /** One of each: some 35 incidents, and hours in which nothing should page. */
    SMALL(1, 1),

    /** Hundreds of incidents, and nearly as many recordings in which nothing should page. */
    FULL(12, 18);

    private final int ofIncidents;
    private final int ofBenign;

    Size(int ofIncidents, int ofBenign) {
      this.ofIncidents = ofIncidents;
      this.ofBenign = ofBenign;
    }

    private int seeds(Scenario scenario) {
      return scenario.benign() ? ofBenign : ofIncidents;
    }
  }

  /** Seeds below this are for development: nobody who reports may have tuned on the others. */
  private static final String FIRST_FRESH_SEED = "1000000";

  private record Order(Scenario scenario, long seed) {
    String folder() {
      return scenario.name() + "-" + seed;
    }
  }

  @Option(
      names = "--size",
      defaultValue = "small",
      description = "How many: small or full. Default: ${DEFAULT-VALUE}.")
  private Size size = Size.SMALL;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the recordings go, a folder each.")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      defaultValue = FIRST_FRESH_SEED,
      description =
          "The first seed; the others follow. Detectors were tuned on seeds below 10000 only."
              + " Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description = "Only these scenarios, by name and comma. Default: all.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many are made at once. Default: one for each processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Spec private @Nullable CommandSpec spec;

  /** Made by the command line, which fills in the options. */
  public CorpusCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (spec == null || out == null) {
      throw new IllegalStateException("corpus runs from a command line");
    }
    CommandLine line = spec.commandLine();
    try {
      List<Order> orders = orders();
      refuseOccupied(orders, out);
      make(orders, out, line.getErr());
      line.getOut()
          .println(
              "Wrote "
                  + orders.size()
                  + (orders.size() == 1 ? " recording" : " recordings")
                  + " to "
                  + out);
      line.getOut().flush();
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      line.getErr().println(e.getMessage());
      line.getErr().flush();
      return CommandLine.ExitCode.USAGE;
    }
  }

  private List<Order> orders() {
    List<String> names = scenarios.isEmpty() ? Scenario.names() : scenarios;
    List<Order> orders = new ArrayList<>();
    for (String name : names) {
      Scenario scenario = Scenario.named(name);
      for (int i = 0; i < size.seeds(scenario); i++) {
        orders.add(new Order(scenario, seed + i));
      }
    }
    return orders;
  }

  private static void refuseOccupied(List<Order> orders, Path out) throws IOException {
    for (Order order : orders) {
      Path folder = out.resolve(order.folder());
      if (!RecordingFolder.isEmpty(folder) && !RecordingFolder.isReplaceable(folder)) {
        throw new IllegalArgumentException(
            folder + " holds something other than a simulated recording; name another --out");
      }
    }
  }

  private void make(List<Order> orders, Path out, PrintWriter progress)
      throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, jobs));
    try {
      List<Future<?>> made = new ArrayList<>();
      for (Order order : orders) {
        made.add(workers.submit(() -> write(order, out.resolve(order.folder()))));
      }
      for (int i = 0; i < made.size(); i++) {
        made.get(i).get();
        if ((i + 1) % 10 == 0 || i + 1 == made.size()) {
          progress.println((i + 1) + " of " + made.size() + " recordings made");
          progress.flush();
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private static void write(Order order, Path folder) {
    try {
      RecordingFolder.write(Recording.play(order.scenario(), order.seed()), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
