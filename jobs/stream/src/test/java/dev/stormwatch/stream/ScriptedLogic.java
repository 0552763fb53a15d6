package dev.stormwatch.stream;

import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.slot.SlotLogic;

/**
 * Says everything it is told, and uses every effect in every order that a state machine may: wakes
 * near, far, in the past, moved and given up, and states forgotten. What it does depends only on
 * what it was told, so two hosts that tell it the same get the same.
 */
final class ScriptedLogic implements SlotLogic<Tally, Diary, String> {

  private static final long serialVersionUID = 1L;

  private static final long NEAR = 7_000;
  private static final long FAR = 90_000;

  @Override
  public Diary newState() {
    return new Diary();
  }

  @Override
  public void onSlot(long end, Tally tally, Diary diary, Effects<String> effects) {
    diary.key = tally.key;
    diary.slots++;
    effects.emit(line("slot", end, diary) + " " + tally.pieces + "/" + tally.sum);
    diary.lastEnd = end;
    act(Hash64.of("slot " + end + ' ' + tally.sum + ' ' + diary.slots), end, effects);
  }

  @Override
  public void onWake(long end, Diary diary, Effects<String> effects) {
    diary.wakes++;
    effects.emit(line("wake", end, diary));
    diary.lastEnd = end;
    act(Hash64.of("wake " + end + ' ' + diary.wakes), end, effects);
  }

  private static String line(String what, long end, Diary diary) {
    return String.format(
        "%s %s %d (%d slots, %d wakes, last %d)",
        diary.key, what, end, diary.slots, diary.wakes, diary.lastEnd);
  }

  private static void act(long random, long end, Effects<String> effects) {
    long span = Math.floorMod(random >>> 8, FAR);
    switch ((int) Math.floorMod(random, 10L)) {
      case 0:
      case 1:
        effects.wakeAt(end + span % NEAR);
        break;
      case 2:
        effects.wakeAt(end + span);
        break;
      case 3:
        effects.wakeAt(end - span);
        break;
      case 4:
        effects.wakeAt(end + FAR);
        effects.wakeAt(end + span % NEAR);
        break;
      case 5:
        effects.wakeAt(end + span % NEAR);
        effects.wakeAt(end + FAR);
        break;
      case 6:
        effects.wakeAt(end + span);
        effects.forget();
        break;
      case 7:
        effects.forget();
        effects.wakeAt(end + span);
        break;
      default:
        break;
    }
  }
}
