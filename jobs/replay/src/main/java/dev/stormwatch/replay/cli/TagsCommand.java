package dev.stormwatch.replay.cli;

import dev.stormwatch.live.tags.TagSweep;
import dev.stormwatch.replay.UserException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the live application writes on functions and event source mappings. */
@Command(
    name = "tags",
    mixinStandardHelpOptions = true,
    subcommands = TagsCommand.Sweep.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Looks after the tags that the live application writes on functions and event source mappings.")
public final class TagsCommand {

  /** Takes away what a crash left. */
  @Command(
      name = "sweep",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Takes away the stormwatch: tags that have expired, as a crash may leave them.",
        "Needs lambda:ListFunctions, lambda:ListEventSourceMappings, lambda:ListTags and",
        "lambda:UntagResource."
      })
  static final class Sweep implements Callable<Integer> {

    private static final int FAILED = 2;

    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = "--region",
        required = true,
        paramLabel = "REGION",
        description = "Region of the functions, such as eu-west-1.")
    private String region = "";

    @Option(names = "--all", description = "Also tags that have not expired.")
    private boolean all;

    @Option(names = "--dry-run", description = "Say what would go, and let it be.")
    private boolean dryRun;

    @Option(
        names = "--calls-per-second",
        paramLabel = "N",
        defaultValue = "2",
        description =
            "Calls of Lambda a second; the account has fifteen for everybody. Default: 2.")
    private double callsPerSecond;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        defaultValue = "",
        description = "Address of Lambda. Else the Region's own.")
    private String endpoint = "";

    @Override
    public Integer call() throws UserException {
      if (!(callsPerSecond > 0)) {
        throw new UserException("--calls-per-second is " + callsPerSecond + "; give more than 0");
      }
      PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
      TagSweep.Result result;
      try {
        result =
            new TagSweep(region, endpoint, callsPerSecond)
                .run(Instant.now(), all, dryRun, out::println);
      } catch (IllegalStateException e) {
        throw new UserException(String.valueOf(e.getMessage()));
      }
      out.printf(
          "%d functions and %d event source mappings, %d with tags of ours, %d %s, %d failed%n",
          result.functions,
          result.mappings,
          result.tagged,
          result.swept,
          dryRun ? "would be swept" : "swept",
          result.failed);
      return result.failed == 0 ? 0 : FAILED;
    }
  }
}
