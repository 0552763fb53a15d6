package dev.stormwatch.lab.scenario;

import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.format.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** README.md of a recording. */
final class Readme {

  private Readme() {}

  static String of(Recording recording) {
    Story story = recording.story;
    return String.format(
        Locale.ROOT,
        """
        # %1$s

        %2$s.

        %3$s

        | time (UTC) | what happened |
        | --- | --- |
        %4$s

        %5$s

        ## What is in it

        | function | runtime | log format | calls | failed | cold starts |
        | --- | --- | --- | ---: | ---: | ---: |
        %6$s

        The counts are the model's own, from the begin of the recording on. `records-00000.ndjson.gz` holds %7$d
        Kinesis records; about one in 500 is a second delivery of an earlier one, as CloudWatch Logs allows itself.

        ## How it was made

        Simulated: there is no real traffic in it, and the account and the names are made up. The
        same command gives the same files again:

        ```
        jobs/stormwatch simulate --scenario %1$s --seed %8$d --out DIR
        ```

        Licence of the data: Apache-2.0.
        """,
        recording.scenario.name(),
        recording.title,
        recording.about,
        story.timeline().stream()
            .map(moment -> "| " + time(recording, moment.at()) + " | " + moment.what() + " |")
            .collect(Collectors.joining("\n")),
        incidents(story.incidents()),
        recording.estate.specs().stream()
            .map(spec -> row(spec, recording))
            .collect(Collectors.joining("\n")),
        recording.records().size(),
        recording.seed);
  }

  /** Recordings of days name the day, too. */
  private static String time(Recording recording, long at) {
    boolean days = recording.end - recording.start > 86_400_000;
    return days ? Json.time(at).substring(5, 16).replace('T', ' ') : Json.clock(at);
  }

  private static String incidents(List<Story.Incident> incidents) {
    if (incidents.isEmpty()) {
      return "No incident: any page is a false one. `labels.json` says what looks like trouble.";
    }
    return "`labels.json` names "
        + incidents.stream()
            .map(incident -> "`" + incident.kind() + "` (" + incident.severity() + ")")
            .distinct()
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String row(FunctionSpec spec, Recording recording) {
    List<Invocation> invocations = recording.invocations(spec.name);
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %d | %d | %d |",
        spec.name,
        spec.style
            .runtime()
            .name()
            .toLowerCase(Locale.ROOT)
            .replace('_', '.')
            .replaceFirst("\\.", " "),
        spec.style.json() ? "json" : "text",
        invocations.size(),
        invocations.stream().filter(call -> call.ending().failed()).count(),
        invocations.stream().filter(Invocation::cold).count());
  }
}
