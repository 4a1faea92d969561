"""The benchmark's workloads in plain SimPy: one process an event, one Resource for the slots.

Written for SimPy 2, which is what Debian's package python3-simpy holds.

usage: peer.py WORKLOAD EVENTS [SEED]

Prints one line of JSON, as every row of the benchmark does (see test/bench/measurement.ts).
"""

import json
import random
import sys
import time

from SimPy.Simulation import Process, Resource, Simulation, hold, release, request

# Arrivals a second, mean service time in seconds, slots (None: no limit). The same table stands in peer.cpp.
WORKLOADS = {
    "W": (100.0, 0.5, 64),
    "W2": (1000.0, 0.5, 32),
    "W3": (1000.0, 10.0, None),
}
FAIL_PROBABILITY = 0.1
RETRY_DELAYS_S = (60.0, 120.0)
MAXIMUM_AGE_S = 6 * 3600.0
TIMEOUT_S = 900.0


class Tally:
    """What became of the events."""

    def __init__(self):
        self.succeeded = 0
        self.retries_exhausted = 0
        self.event_age_exceeded = 0
        self.attempts = 0
        self.age_sum_s = 0.0


class Event(Process):
    """An event from its acceptance to its end."""

    def live(self, mean_service_s, slots, tally):
        sim = self.sim
        accepted_s = sim.now()
        retries = 0
        while True:
            if slots is not None:
                yield request, self, slots
            age_s = sim.now() - accepted_s
            if age_s >= MAXIMUM_AGE_S:
                tally.event_age_exceeded += 1
                if slots is not None:
                    yield release, self, slots
                return

            tally.attempts += 1
            tally.age_sum_s += age_s
            service_s = random.expovariate(1.0 / mean_service_s)
            timed_out = service_s > TIMEOUT_S
            yield hold, self, TIMEOUT_S if timed_out else service_s
            if slots is not None:
                yield release, self, slots

            failed = random.random() < FAIL_PROBABILITY or timed_out
            if not failed:
                tally.succeeded += 1
                return
            if retries == len(RETRY_DELAYS_S):
                tally.retries_exhausted += 1
                return
            delay_s = RETRY_DELAYS_S[retries]
            if sim.now() - accepted_s + delay_s >= MAXIMUM_AGE_S:
                tally.event_age_exceeded += 1
                return
            retries += 1
            yield hold, self, delay_s


class Source(Process):
    """Sends the events, as a Poisson process."""

    def send(self, events, rate_per_s, mean_service_s, slots, tally):
        for _ in range(events):
            yield hold, self, random.expovariate(rate_per_s)
            event = Event(sim=self.sim)
            self.sim.activate(event, event.live(mean_service_s, slots, tally))


def simulate(workload, events):
    rate_per_s, mean_service_s, capacity = WORKLOADS[workload]
    sim = Simulation()
    slots = None if capacity is None else Resource(capacity=capacity, sim=sim)
    tally = Tally()
    source = Source(sim=sim)
    sim.activate(source, source.send(events, rate_per_s, mean_service_s, slots, tally))
    sim.simulate(until=float("inf"))
    return tally


def peak_mb():
    """Largest resident size. Not ru_maxrss, which on Linux counts what the process was before exec."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024.0


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in WORKLOADS:
        sys.exit("usage: peer.py W|W2|W3 EVENTS [SEED]")
    workload, events = sys.argv[1], int(sys.argv[2])
    random.seed(int(sys.argv[3]) if len(sys.argv) == 4 else 1)
    start = time.perf_counter()
    tally = simulate(workload, events)
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "events": events,
                "seconds": seconds,
                "succeeded": tally.succeeded,
                "dropped": {
                    "RetriesExhausted": tally.retries_exhausted,
                    "EventAgeExceeded": tally.event_age_exceeded,
                },
                "attempts": tally.attempts,
                "meanAgeMs": 1000.0 * tally.age_sum_s / tally.attempts,
                "peakMb": peak_mb(),
            }
        )
    )


main()
