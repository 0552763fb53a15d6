package dev.stormwatch.lab;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** README.md of a recording. */
final class Readme {

  private Readme() {}

  static String of(Recording recording, Story story) {
    Scenario scenario = recording.scenario();
    return String.format(
        Locale.ROOT,
        """
        # %1$s

        %2$s.

        | time (UTC) | what happened |
        | --- | --- |
        %3$s

        %4$s

        ## What is in it

        | function | runtime | log format | calls | cold starts |
        | --- | --- | --- | ---: | ---: |
        %5$s

        The counts are the model's own. `records-00000.ndjson.gz` holds %6$d Kinesis records; about
        one in 500 is a second delivery of an earlier one, as CloudWatch Logs allows itself.

        ## How it was made

        Simulated: there is no real traffic in it, and the account and the names are made up. The
        same command gives the same files again:

        ```
        jobs/stormwatch simulate --scenario %1$s --seed %7$d --out DIR
        ```

        Licence of the data: Apache-2.0.
        """,
        scenario.name(),
        scenario.title(),
        story.timeline().stream()
            .map(moment -> "| " + Json.clock(moment.at()) + " | " + moment.what() + " |")
            .collect(Collectors.joining("\n")),
        incidents(story.incidents()),
        scenario.functions().stream()
            .map(function -> row(function, recording.truth()))
            .collect(Collectors.joining("\n")),
        recording.records().size(),
        recording.seed());
  }

  private static String incidents(List<Story.Incident> incidents) {
    if (incidents.isEmpty()) {
      return "No incident: any page is a false one. `labels.json` says what looks like trouble.";
    }
    return "`labels.json` names the incident: "
        + incidents.stream()
            .map(incident -> "`" + incident.kind() + "` of `" + incident.function() + "`")
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String row(LambdaFunction function, Truth truth) {
    List<Invocation> invocations = truth.invocations(function.name);
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %d | %d |",
        function.name,
        function.runtime.version,
        function.logFormat.name().toLowerCase(Locale.ROOT),
        invocations.size(),
        invocations.stream().filter(Invocation::cold).count());
  }
}
