package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartPanesTest {

  /** In whatever order they are united, and however many seconds there are. */
  @Test
  void panesUniteInAnyOrderToTheSame() throws Exception {
    for (long seed = 1; seed <= 200; seed++) {
      Random dice = new Random(seed);
      List<StartPanes> pieces = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        StartPanes piece = new StartPanes();
        for (int call = 0; call < 100; call++) {
          piece.addAt(1_000L * dice.nextInt(600), 1 + dice.nextInt(3));
        }
        pieces.add(piece);
      }
      byte[] one = united(pieces);
      Collections.shuffle(pieces, dice);
      assertThat(united(pieces)).as("seed %d", seed).isEqualTo(one);
    }
  }

  private static byte[] united(List<StartPanes> pieces) throws Exception {
    StartPanes all = new StartPanes();
    pieces.forEach(all::addAll);
    assertThat(all.size()).isLessThanOrEqualTo(StartPanes.MOST);
    return Bytes.written(all::write);
  }

  @Test
  void panesComeBackFromBytes() throws Exception {
    StartPanes panes = new StartPanes();
    panes.addAt(1_772_446_200_999L, 3);
    panes.addAt(1_772_446_201_000L, 4);
    panes.addAt(1_772_446_100_000L, 5);
    StartPanes again = StartPanes.read(Bytes.in(Bytes.written(panes::write)));
    assertThat(again.size()).isEqualTo(3);
    assertThat(again.pane(0)).isEqualTo(1_772_446_100L);
    assertThat(again.total()).isEqualTo(12);
  }
}
