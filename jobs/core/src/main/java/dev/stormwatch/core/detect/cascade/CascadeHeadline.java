package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.rule.Chain;
import java.util.List;

/** A cascade in one line: the path, as much of it as leaves room for how bad it is. */
final class CascadeHeadline {

  /** Characters beside which there is room for what is new. */
  private static final int ROOM = Finding.MAX_HEADLINE - "sooner than forecast: ".length();

  private CascadeHeadline() {}

  static String of(CascadeView view) {
    Cascade cascade = view.cascade;
    Figures figures = view.figures;
    String what =
        view.stop == null
            ? text(
                ": %s since %s UTC; %s/s, $%s an hour",
                what(view),
                CascadeReport.clock(cascade.first()),
                Wording.rate(figures.perSecond),
                Bill.money(figures.hourly))
            : stopped(view, view.stop);
    String root = cascade.root();
    String last = cascade.path.get(cascade.path.size() - 1);
    List<String> shorter =
        List.of(String.join(" → ", cascade.path), root + " → … → " + last, root + " → …");
    if (root.equals(last)) {
      return root + what;
    }
    return shorter.stream()
            .filter(names -> names.length() + what.length() <= ROOM)
            .findFirst()
            .orElse(root)
        + what;
  }

  private static String stopped(CascadeView view, Stop stop) {
    Cascade cascade = view.cascade;
    String calls = cascade.fansOut() ? what(view) : text("%,d calls", view.figures.calls);
    return text(
        ": seems to have stopped at %s UTC: %s since %s UTC, $%s",
        CascadeReport.clock(stop.at),
        calls,
        CascadeReport.clock(cascade.first()),
        Bill.money(view.figures.soFar));
  }

  private static String what(CascadeView view) {
    Cascade cascade = view.cascade;
    Figures figures = view.figures;
    Events events = view.events;
    long each = Math.round(figures.calls / events.count);
    String least = figures.atLeast() ? "at least " : "";
    switch (cascade.shape()) {
      case WIDER:
      case FILLING:
        return text(
            "each event becomes up to %,d calls%s",
            Math.max(each, largest(cascade, view.state)),
            view.retries == null ? before(cascade, view.state) : view.retries.words());
      case FAN_OUT:
      case YOUNG_FAN_OUT:
        String word = events.traced ? "event" : "call";
        return events.count < 2
            ? text("one %s became %s%,d", word, least, each)
            : text("each of %,.0f %ss became %s%,d", events.count, word, least, each);
      case CUT_CHAINS:
        return text(
            "each event goes round about %d times%s", Chain.STOPPED, before(cascade, view.state));
      case LONE_CHAIN:
        return text("one chain of calls has no end, %,d calls", figures.calls);
      case EXPLOSION:
        return text("calls itself more than once for each call, %,d calls", figures.calls);
      case CHAINS:
      case LASTING_CHAINS:
        return cascade.isAmbiguous()
            ? text(
                "%sa loop, or clients that call back to back, %,d calls",
                cascade.shape() == Shape.CHAINS ? "" : "does not end: ", figures.calls)
            : text("calls itself without end, %,d calls", figures.calls);
      default:
        return text("calls itself without end, %,d calls", figures.calls);
    }
  }

  /** Calls of its largest event: those of the latest are still to come. */
  private static long largest(Cascade cascade, AccountState state) {
    return state.trees.all().stream()
        .filter(tree -> tree.root().equals(cascade.root()))
        .mapToLong(tree -> tree.calls)
        .max()
        .orElse(0);
  }

  /** What its events became before, as far as that is known. */
  private static String before(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    long most = root == null ? 0 : Math.round(root.sizes.most);
    return most == 0 ? "" : text(" (before at most %,d)", most);
  }
}
