package dev.stormwatch.replay.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** Lists the commands by what somebody comes for. */
public final class CommandList implements IHelpSectionRenderer {

  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("See what it makes of telemetry", List.of("replay", "inspect", "costs", "import"));
    GROUPS.put("Compare and score", List.of("compare", "evaluate", "corpus", "simulate"));
    GROUPS.put("Operate it", List.of("settings", "doctor", "tags", "live"));
  }

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, names) -> {
          text.append(String.format("%n%s:%n", title));
          for (String name : names) {
            String[] description =
                Objects.requireNonNull(help.subcommands().get(name), name)
                    .commandSpec()
                    .usageMessage()
                    .description();
            String lead = String.format(Locale.ROOT, "  %-9s ", name);
            text.append(Words.wrap(lead, description[0])).append(System.lineSeparator());
          }
        });
    return text.toString();
  }
}
