package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scores messages against what really happened, incident by incident.
 *
 * <p>Points in time are not scored: a detector that is right for one second of an hour has either
 * told somebody or it has not. Nor is a hit stretched over the incident that it falls into, which
 * lets a random detector look good.
 *
 * <p>What counts:
 *
 * <ul>
 *   <li>Only messages that make somebody look up are scored, see {@link Notices}.
 *   <li>A message is about an incident when it falls between the onset and five minutes after the
 *       end, its subject overlaps, and its kind is the incident's. What comes before the onset is
 *       false, however near it is.
 *   <li>An incident is detected by the first such message that is at least as urgent as its label
 *       demands. A ticket does not detect what somebody should have been woken for.
 *   <li>An update that names the very records of an incident detects it, too: what was sent is
 *       still open, and tells of one more record. It is no page of its own.
 *   <li>A page about an incident that has been paged already is a duplicate: it counts into the
 *       pages per incident, and buys neither precision nor recall.
 *   <li>A page about the right thing at the right time under another kind is a wrong label. It is
 *       no hit and no false page; but it is no right page either, and lowers the precision.
 *   <li>A label of severity info asks for silence: a page there is as false as anywhere else.
 *   <li>An incident that is the effect of another may be told of or not: it is no event, and a page
 *       about it counts nowhere.
 *   <li>Of several incidents that a message could be about, those that it names exactly get it;
 *       where it names none exactly, all get it.
 * </ul>
 *
 * <p>An alarm on a metric names no kind. Such a system is asked for no kind, and its message goes
 * to every incident that it could be about: more than it said.
 */
public final class Scorer {

  private final List<Tally> tallies = new ArrayList<>();
  private final List<Message> falsePages = new ArrayList<>();
  private final List<Message> wrongLabels = new ArrayList<>();
  private int falseTickets;
  private int pages;

  private Scorer(List<Label> labels) {
    for (Label label : labels) {
      tallies.add(new Tally(label));
    }
  }

  private static final class Tally {
    private final Label label;
    private final Set<Kind> called = EnumSet.noneOf(Kind.class);
    private @Nullable Message detectedBy;
    private int pages;

    private Tally(Label label) {
      this.label = label;
    }

    private boolean couldBeMeantBy(Message message) {
      return label.countsAt(message.decidedAt()) && label.entity().overlaps(message.entity());
    }

    private boolean isCalled(Message message) {
      return message.kind() == null || message.kind() == label.kind();
    }

    /** Is it told of as one more record of what is told of already? */
    private boolean isAdded(Message update) {
      return label.entity().namesRecords()
          && couldBeMeantBy(update)
          && update.kind() == label.kind()
          && label.entity().namedBy(update.entity());
    }

    private void hear(Message message) {
      Message before = detectedBy;
      boolean sooner = before == null || message.decidedAt() < before.decidedAt();
      if (sooner && message.severity().compareTo(label.severity()) >= 0) {
        detectedBy = message;
      }
    }

    private void credit(Message message) {
      hear(message);
      if (message.isPage()) {
        pages++;
      }
    }
  }

  /**
   * Scores what one system said about one recording.
   *
   * @param messages in any order; all with a kind, or all without
   */
  public static RecordingScore score(
      List<Label> labels, List<Message> messages, Exposure exposure) {
    Scorer scorer = new Scorer(labels);
    for (Message notice : Notices.among(messages)) {
      scorer.add(notice);
    }
    for (Message update : Notices.updates(messages)) {
      scorer.tallies.stream().filter(t -> t.isAdded(update)).forEach(t -> t.hear(update));
    }
    List<IncidentScore> incidents =
        scorer.tallies.stream()
            .filter(tally -> tally.label.calls())
            .map(
                tally ->
                    new IncidentScore(tally.label, tally.detectedBy, tally.pages, tally.called))
            .toList();
    return new RecordingScore(
        incidents,
        List.copyOf(scorer.falsePages),
        List.copyOf(scorer.wrongLabels),
        scorer.falseTickets,
        scorer.pages,
        exposure.quietFunctionWeeks(labels));
  }

  private void add(Message notice) {
    List<Tally> near = tallies.stream().filter(tally -> tally.couldBeMeantBy(notice)).toList();
    List<Tally> meant = exactOnes(near.stream().filter(t -> t.isCalled(notice)).toList(), notice);
    meant.forEach(tally -> tally.credit(notice));
    if (notice.severity() == Severity.INFO) {
      return;
    }
    if (notice.kind() != null) {
      near.forEach(tally -> tally.called.add(notice.kind()));
    }
    if (!notice.isPage()) {
      falseTickets += near.isEmpty() ? 1 : 0;
      return;
    }
    if (meant.stream().noneMatch(tally -> tally.label.calls())
        && near.stream().anyMatch(tally -> tally.label.effect() && tally.isCalled(notice))) {
      return;
    }
    pages++;
    if (meant.stream().noneMatch(tally -> tally.label.calls())) {
      boolean anotherKind = near.stream().anyMatch(t -> t.label.calls() && !t.isCalled(notice));
      (anotherKind ? wrongLabels : falsePages).add(notice);
    }
  }

  private static List<Tally> exactOnes(List<Tally> candidates, Message notice) {
    if (notice.kind() == null) {
      return candidates;
    }
    List<Tally> exact =
        candidates.stream().filter(tally -> tally.label.entity().namedBy(notice.entity())).toList();
    return exact.isEmpty() ? candidates : exact;
  }
}
