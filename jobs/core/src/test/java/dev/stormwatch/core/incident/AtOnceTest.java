package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.function;
import static dev.stormwatch.core.incident.Pager.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.core.settings.TestSettings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions that fail since the same seconds are one page. */
class AtOnceTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

  private static Finding outage(String function, Severity severity, long onset) {
    return finding(Kind.DEPENDENCY_OUTAGE, function(function), severity, onset);
  }

  private long pages() {
    return pager.heard().stream()
        .filter(alert -> alert.action == Action.OPEN || alert.action == Action.ESCALATE)
        .filter(alert -> alert.severity == Severity.PAGE)
        .count();
  }

  @Test
  void whatFailsSinceTheSameSecondsIsOnePageThatNamesAll() {
    Finding cart = outage("cart", Severity.TICKET, START);
    Finding users = outage("users", Severity.TICKET, START + 5_000);
    Finding search = outage("search", Severity.TICKET, START + 5_000);
    pager.keep(MINUTE, cart, users, search);
    assertThat(pager.said()).containsExactly("open dependency-outage");
    Finding usersPage = outage("users", Severity.PAGE, START + 5_000);
    pager.slot(cart, usersPage, search);
    Finding cartPage = outage("cart", Severity.PAGE, START);
    Finding searchPage = outage("search", Severity.PAGE, START + 5_000);
    pager.keep(5 * MINUTE, cartPage, usersPage, searchPage);
    assertThat(pages()).isOne();
    Alert page =
        pager.heard().stream().filter(a -> a.severity == Severity.PAGE).findFirst().orElseThrow();
    assertThat(page.headline).startsWith("with cart and search: dependency-outage of ");
    assertThat(page.inhibits).hasSize(2);
  }

  /** Whoever is named first by chance: the page is of the one whose users feel most of it. */
  @Test
  void thePageIsOfWhoFailsMost() {
    for (String most : List.of("cart", "search", "users")) {
      Pager all = new Pager(TestSettings.usual().settings());
      Finding[] failing = new Finding[3];
      int i = 0;
      for (String name : List.of("cart", "search", "users")) {
        failing[i++] = failing(name, name.equals(most) ? 900 : 40);
      }
      all.keep(MINUTE, failing);
      assertThat(all.said()).containsExactly("open dependency-outage");
      assertThat(all.last().finding.subject.names()).containsEntry("function", most);
    }
  }

  private static Finding failing(String function, long calls) {
    Finding any = outage(function, Severity.PAGE, START);
    return new Finding(
        any.kind,
        any.subject,
        any.severity,
        any.recovered,
        any.onset,
        any.headline,
        new Measure("failure-share", 0.9, "share", 0.5, 60, calls, 0),
        any.impact,
        any.evidence,
        any.recommendations);
  }

  @Test
  void soManyThatTheirNamesDoNotFitAreCounted() {
    Finding[] failing = new Finding[9];
    for (int i = 0; i < failing.length; i++) {
      failing[i] = outage("service-of-a-long-name-" + i, Severity.PAGE, START);
    }
    pager.keep(MINUTE, failing);
    assertThat(pager.last().headline).startsWith("9 functions at once: dependency-outage of ");
  }

  @Test
  void oneMoreThatShowsItLaterIsNamedInAnUpdate() {
    Finding cart = outage("cart", Severity.PAGE, START);
    pager.keep(MINUTE, cart);
    pager.keep(2 * MINUTE, cart, outage("seldom", Severity.PAGE, START + 25_000));
    assertThat(pager.said()).containsExactly("open dependency-outage", "update dependency-outage");
    assertThat(pager.last().headline).startsWith("with seldom: ");
  }

  @Test
  void whatBeginsToFailLaterHasItsOwnPage() {
    Finding cart = outage("cart", Severity.PAGE, START);
    pager.keep(MINUTE, cart);
    pager.keep(MINUTE, cart, outage("mailer", Severity.PAGE, START + 40_000));
    assertThat(pages()).isEqualTo(2);
  }

  @Test
  void aTicketStandsForNoPage() {
    Finding cart = outage("cart", Severity.TICKET, START);
    pager.keep(MINUTE, cart);
    pager.keep(MINUTE, cart, outage("users", Severity.PAGE, START));
    assertThat(pages()).isOne();
    assertThat(pager.first(Action.OPEN, Kind.DEPENDENCY_OUTAGE).severity)
        .isEqualTo(Severity.TICKET);
    assertThat(pager.heard())
        .as("neither is part of the other")
        .anyMatch(alert -> alert.headline.startsWith("together with: dependency-outage of "))
        .noneMatch(alert -> alert.headline.startsWith("part of: "));
  }

  @Test
  void whatGoesOnWhenTheOtherIsOverIsOpened() {
    Finding cart = outage("cart", Severity.PAGE, START);
    Finding users = outage("users", Severity.PAGE, START);
    pager.keep(MINUTE, cart, users);
    assertThat(pages()).isOne();
    pager.keep(15 * MINUTE, over(cart), users);
    assertThat(pages()).isEqualTo(2);
    assertThat(pager.last().headline).startsWith("kept back until now: ");
  }

  @Test
  void whatIsSilencedStandsForNobodyElse() {
    Finding cart = outage("cart", Severity.PAGE, START);
    pager.keep(MINUTE, cart);
    String from = Instant.ofEpochMilli(pager.now).toString();
    String to = Instant.ofEpochMilli(pager.now + 60 * MINUTE).toString();
    pager.silences(
        new Silences(
            1,
            List.of(
                new Silence(TestSettings.silence(from, to).with("subjects", List.of("cart"))))));
    pager.keep(MINUTE, cart, outage("users", Severity.PAGE, START));
    assertThat(pages()).isEqualTo(2);
  }
}
