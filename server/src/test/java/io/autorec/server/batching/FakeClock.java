package io.autorec.server.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A clock that a test moves, and that knows who waits on it and for how long. */
class FakeClock implements NanoClock {
  private record Waiter(Lock lock, Condition condition) {}

  private final List<Waiter> waiters = new ArrayList<>();
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
  public void await(Lock lock, Condition condition, long nanos) throws InterruptedException {
    synchronized (this) {
      waiters.add(new Waiter(lock, condition));
      waits.add(nanos);
      notifyAll();
    }
    // The caller holds the lock, and so advance() cannot be before this.
    condition.await();
  }

  void advance(long nanos) {
    List<Waiter> waiting;
    synchronized (this) {
      now += nanos;
      waiting = List.copyOf(waiters);
      waiters.clear();
    }
    for (Waiter waiter : waiting) {
      waiter.lock().lock();
      try {
        waiter.condition().signalAll();
      } finally {
        waiter.lock().unlock();
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
