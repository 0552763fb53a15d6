package dev.stormwatch.lab.estate;

import java.util.PriorityQueue;

/** The model's clock: things happen in the order of their time, at equal times as they were set. */
public final class Simulation {

  private record Event(long at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final long end;
  private long now;
  private long order;

  /**
   * @param start epoch milliseconds at which the clock stands first
   * @param end what would happen later does not happen
   */
  public Simulation(long start, long end) {
    this.now = start;
    this.end = end;
  }

  public long now() {
    return now;
  }

  public long end() {
    return end;
  }

  /** Sets something to happen; what lies in the past happens next. */
  public void at(long time, Runnable what) {
    if (time <= end) {
      events.add(new Event(Math.max(time, now), order++, what));
    }
  }

  /** Lets everything happen. */
  public void run() {
    for (Event next = events.poll(); next != null; next = events.poll()) {
      now = next.at;
      next.what.run();
    }
  }
}
