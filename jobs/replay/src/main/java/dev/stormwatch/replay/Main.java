package dev.stormwatch.replay;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import dev.stormwatch.lab.cli.CorpusCommand;
import dev.stormwatch.lab.cli.SimulateCommand;
import dev.stormwatch.replay.cli.CommandList;
import dev.stormwatch.replay.cli.CompareCommand;
import dev.stormwatch.replay.cli.CostsCommand;
import dev.stormwatch.replay.cli.DoctorCommand;
import dev.stormwatch.replay.cli.EvaluateCommand;
import dev.stormwatch.replay.cli.ImportCommand;
import dev.stormwatch.replay.cli.InspectCommand;
import dev.stormwatch.replay.cli.LiveCommand;
import dev.stormwatch.replay.cli.ReplayCommand;
import dev.stormwatch.replay.cli.SettingsCommand;
import dev.stormwatch.replay.cli.TagsCommand;
import dev.stormwatch.replay.cli.WrongUsage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 2 something the user can mend, 70 our own fault. */
@Command(
    name = "stormwatch",
    description = "Watches AWS Lambda telemetry for cold starts, connection storms and cascades.",
    subcommands = {
      ReplayCommand.class,
      CompareCommand.class,
      InspectCommand.class,
      CostsCommand.class,
      EvaluateCommand.class,
      SimulateCommand.class,
      CorpusCommand.class,
      TagsCommand.class,
      ImportCommand.class,
      SettingsCommand.class,
      DoctorCommand.class,
      LiveCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    commandListHeading = "",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:something that you can mend; it says what",
      "70:a fault of ours; please report it"
    },
    footer = {
      "",
      "Examples:",
      "  stormwatch replay replay-data/cold-start-burst",
      "  stormwatch replay checkout.json catalog.json",
      "  stormwatch compare checkout.json --set coldStart.minShare=0.02",
      "",
      "The options of a command, with examples: stormwatch help COMMAND"
    },
    versionProvider = Main.VersionLine.class)
public final class Main implements Callable<Integer> {

  private static final int USER_ERROR = 2;
  private static final int OUR_FAULT = 70;

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /** Without a command somebody asks what there is. */
  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
    return 0;
  }

  /** What {@code --version} prints. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"stormwatch " + Version.current()};
    }
  }

  private static void versioned(CommandLine command) {
    command.getCommandSpec().versionProvider(new VersionLine());
  }

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = new CommandLine(new Main()).setOut(out).setErr(err);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setParameterExceptionHandler(new WrongUsage());
    command.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, new CommandList());
    command.getSubcommands().values().forEach(Main::versioned);
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          if (e instanceof UserException) {
            line.getErr().println("stormwatch: " + e.getMessage());
            return USER_ERROR;
          }
          if (e instanceof FileSystemException refused) {
            line.getErr()
                .println(
                    "stormwatch: "
                        + refused.getFile()
                        + ": cannot be used: "
                        + UserException.reason(refused));
            return USER_ERROR;
          }
          line.getErr()
              .println(
                  "stormwatch: a fault of ours: "
                      + e
                      + "; please report it with what you ran (-Dstormwatch.trace shows where)");
          if (System.getProperty("stormwatch.trace") != null) {
            e.printStackTrace(line.getErr());
          }
          return OUR_FAULT;
        });
    return command.execute(arguments);
  }
}
