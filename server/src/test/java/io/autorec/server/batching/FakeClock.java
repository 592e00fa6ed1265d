package io.autorec.server.batching;

import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves, and that knows who waits on it and for how long. */
class FakeClock implements NanoClock {
  private final List<Object> monitors = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private long now;

  FakeClock(long now) {
    this.now = now;
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  public void await(Object monitor, long nanos) throws InterruptedException {
    synchronized (this) {
      monitors.add(monitor);
      waits.add(nanos);
      notifyAll();
    }
    // The caller holds the monitor, and so advance() cannot be before this.
    monitor.wait();
  }

  void advance(long nanos) {
    List<Object> waiting;
    synchronized (this) {
      now += nanos;
      waiting = List.copyOf(monitors);
      monitors.clear();
    }
    for (Object monitor : waiting) {
      synchronized (monitor) {
        monitor.notifyAll();
      }
    }
  }

  /** Returns once somebody has begun to wait for a time. */
  synchronized void awaitWaiting(long nanos) throws InterruptedException {
    while (!waits.remove(nanos)) {
      wait();
    }
  }
}
