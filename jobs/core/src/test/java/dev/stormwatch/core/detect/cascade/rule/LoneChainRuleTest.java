package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Orders.ALONE;
import static dev.stormwatch.core.detect.cascade.Orders.FOR_EVER;
import static dev.stormwatch.core.detect.cascade.Orders.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.Orders;
import dev.stormwatch.core.detect.cascade.Orders.Found;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One order that goes round, whatever the others do. */
class LoneChainRuleTest {

  private static final int END = RELEASE + 1_500;

  private final Orders orders = new Orders(END);

  private static Found found(Account account) {
    return new Found(account, END, new LoneChainRule(ALONE)::find);
  }

  /** One trace, one call after the last of those that are named in turn. */
  private Account chain(Account account, int calls, double turn, int depth, String... names) {
    long trace = orders.traces++;
    for (int k = 0; k < calls && RELEASE + turn * k < END; k++) {
      account.traced(names[k % names.length], RELEASE + turn * k, trace, depth < 0 ? -1 : k);
    }
    return account;
  }

  @Test
  void oneChainInABusyFunctionOrAnIdleOneIsFoundByItsTrace() {
    for (double turn : new double[] {1, 2, 5}) {
      for (boolean busy : new boolean[] {false, true}) {
        Account account = busy ? orders.orders(END) : new Account(ALONE);
        Found found = found(chain(account, FOR_EVER, turn, -1, "order"));
        assertThat(found.after)
            .as("turns of %s s, busy: %s", turn, busy)
            .isBetween((long) (250 * turn) - 10, (long) (250 * turn) + 30);
        assertThat(found.suspect.shape).isEqualTo(Shape.LONE_CHAIN);
        assertThat(found.suspect.path).containsExactly("order");
      }
    }
    Found ring = found(chain(orders.orders(END), FOR_EVER, 1, -1, "order", "bill"));
    assertThat(ring.suspect.path).containsExactly("order", "bill");
  }

  /** One call in ten tells its trace, and the one chain that does so is of many. */
  @Test
  void oneThatIsMostOfWhatIsTracedOfABurstIsASample() {
    Account account = new Account(TestSettings.usual().settings()).calls("web", 0, END, 3);
    for (double at = RELEASE; at < END; at = orders.next(at, 0.1)) {
      account.call("order", at);
    }
    chain(account, FOR_EVER, 1, -1, "order").play(0, RELEASE + 300);
    assertThat(account.first().severity).isEqualTo(Severity.PAGE);
    assertThat(account.first().headline).contains("order: calls itself without end", "; 11/s");
  }

  /** Pages that end are fewer; and where events were always as long, one more is no news. */
  @Test
  void pagesThatEndAreSilent() {
    assertThat(found(chain(orders.orders(END), 200, 2, -1, "order")).after).isEqualTo(-1);
    Account known = new Account(ALONE);
    orders.chain(known, 10, 200, 3, 0);
    assertThat(found(chain(known, 400, 2, -1, "order")).after).isEqualTo(-1);
  }

  /** A workflow calls its worker for one item after another; none is deeper than the others. */
  @Test
  void itemsInTurnAreSilentUnlessEachIsDeeper() {
    for (int depth : new int[] {-1, 0}) {
      Account account = new Account(ALONE).traced("export", RELEASE - 1, orders.traces, depth);
      Found found = found(chain(account, FOR_EVER, 1, depth, "item"));
      assertThat(found.after > 0).as("depth %d", depth).isEqualTo(depth == 0);
    }
  }

  @Test
  void itemsThatRunSideBySideAreSilent() {
    Account account = chain(new Account(ALONE).lasting("item", 5_000), 2_000, 0.5, -1, "item");
    assertThat(found(account).after).isEqualTo(-1);
  }

  @Test
  void itIsATicketWithItsOwnFiguresThatGoesOnAndWakesNobody() {
    Account account =
        orders.ordinary(new Account(TestSettings.usual().settings()), "order", END, 1);
    List<Finding> findings = chain(account, FOR_EVER, 2, -1, "order").play(0, END).findings();
    assertThat(findings)
        .isNotEmpty()
        .allMatch(finding -> finding.severity == Severity.TICKET && finding.prediction == null);
    Finding last = findings.get(findings.size() - 1);
    assertThat(last.headline).contains("one chain of calls has no end", "; 0.50/s");
    assertThat(last.measure.samples).isBetween(735L, 750L);
    assertThat(last.recommendations.get(0).action).isEqualTo("see whether it comes to an end");
    assertThat(last.recommendations)
        .extracting(row -> row.action)
        .noneMatch(action -> action.contains("cap "));
  }

  /** As one that no trace tells of: a reader of pages is done by then. */
  @Test
  void oneOfAThousandCallsAtOneASecondIsALoop() {
    Account account =
        orders.ordinary(new Account(TestSettings.usual().settings()), "order", END, 1);
    List<Finding> findings = chain(account, FOR_EVER, 0.5, -1, "order").play(0, END).findings();
    Finding first =
        findings.stream().filter(f -> f.severity == Severity.PAGE).findFirst().orElseThrow();
    assertThat(findings.get(0).severity).isEqualTo(Severity.TICKET);
    assertThat(first.measure.samples).isBetween(1_000L, 1_050L);
    assertThat(first.headline).contains("order: calls itself without end");
  }

  @Test
  void whatIsMeantIsSilent() {
    Account account =
        new Account(TestSettings.usual().with("cascade.meant", List.of("order")).settings());
    assertThat(chain(account, FOR_EVER, 2, -1, "order").play(0, END).findings()).isEmpty();
  }
}
