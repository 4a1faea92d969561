// The benchmark's workloads in plain C++20: one std::priority_queue of what is due, one std::deque of who waits.
//
// usage: peer WORKLOAD EVENTS [SEED]
//
// Prints one line of JSON, as every row of the benchmark does (see test/bench/measurement.ts).

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <limits>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <string_view>
#include <vector>

constexpr double fail_probability = 0.1;
constexpr double retry_delays_s[] = {60.0, 120.0};
constexpr int retry_limit = 2;
constexpr double maximum_age_s = 6 * 3600.0;
constexpr double timeout_s = 900.0;

struct Workload {
  double rate_per_s;
  double mean_service_s;
  int slots;
};

// The same table stands in peer.py.
std::optional<Workload> workload_named(std::string_view name) {
  if (name == "W") return Workload{100.0, 0.5, 64};
  if (name == "W2") return Workload{1000.0, 0.5, 32};
  if (name == "W3") return Workload{1000.0, 10.0, std::numeric_limits<int>::max()};
  return std::nullopt;
}

struct Event {
  double accepted_s;
  int retries;
};

enum class Kind : std::uint8_t { arrival, attempt_end, retry };

struct Action {
  double due_s;
  Event event;
  Kind kind;
  bool timed_out;
};

struct DueLater {
  bool operator()(const Action& left, const Action& right) const { return left.due_s > right.due_s; }
};

class Simulation {
 public:
  std::uint64_t succeeded = 0;
  std::uint64_t retries_exhausted = 0;
  std::uint64_t event_age_exceeded = 0;
  std::uint64_t attempts = 0;
  double age_sum_s = 0;

  Simulation(const Workload& workload, std::uint64_t events, std::uint64_t seed)
      : to_send_(events),
        free_slots_(workload.slots),
        random_(seed),
        gap_s_(workload.rate_per_s),
        service_s_(1 / workload.mean_service_s),
        fails_(fail_probability) {}

  void run() {
    plan_arrival();
    while (!due_.empty()) {
      const Action action = due_.top();
      due_.pop();
      now_s_ = action.due_s;
      switch (action.kind) {
        case Kind::arrival:
          plan_arrival();
          dispatch({now_s_, 0});
          break;
        case Kind::retry:
          dispatch(action.event);
          break;
        case Kind::attempt_end:
          end_attempt(action.event, action.timed_out);
          break;
      }
    }
  }

 private:
  std::uint64_t to_send_;
  int free_slots_;
  double now_s_ = 0;
  std::priority_queue<Action, std::vector<Action>, DueLater> due_;
  std::deque<Event> waiting_;
  std::mt19937_64 random_;
  std::exponential_distribution<double> gap_s_;
  std::exponential_distribution<double> service_s_;
  std::bernoulli_distribution fails_;

  void plan_arrival() {
    if (to_send_ == 0) return;
    to_send_--;
    due_.push({now_s_ + gap_s_(random_), {}, Kind::arrival, false});
  }

  void dispatch(const Event& event) {
    if (free_slots_ > 0) {
      start_attempt(event);
    } else {
      waiting_.push_back(event);
    }
  }

  void start_attempt(const Event& event) {
    free_slots_--;
    attempts++;
    age_sum_s += now_s_ - event.accepted_s;
    const double service_s = service_s_(random_);
    const bool timed_out = service_s > timeout_s;
    due_.push({now_s_ + (timed_out ? timeout_s : service_s), event, Kind::attempt_end, timed_out});
  }

  void end_attempt(Event event, bool timed_out) {
    free_slots_++;
    if (!fails_(random_) && !timed_out) {
      succeeded++;
    } else if (event.retries == retry_limit) {
      retries_exhausted++;
    } else {
      const double delay_s = retry_delays_s[event.retries];
      if (now_s_ - event.accepted_s + delay_s >= maximum_age_s) {
        event_age_exceeded++;
      } else {
        event.retries++;
        due_.push({now_s_ + delay_s, event, Kind::retry, false});
      }
    }
    start_waiting();
  }

  void start_waiting() {
    while (free_slots_ > 0 && !waiting_.empty()) {
      const Event event = waiting_.front();
      waiting_.pop_front();
      if (now_s_ - event.accepted_s >= maximum_age_s) {
        event_age_exceeded++;
      } else {
        start_attempt(event);
      }
    }
  }
};

// Largest resident size. Not ru_maxrss, which on Linux counts what the process was before exec.
double peak_mb() {
  std::ifstream status("/proc/self/status");
  for (std::string key; status >> key;) {
    double kilobytes = 0;
    if (key == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
  }
  return 0;
}

int main(int argc, char** argv) {
  const auto workload = argc == 3 || argc == 4 ? workload_named(argv[1]) : std::nullopt;
  if (!workload) {
    std::fprintf(stderr, "usage: peer W|W2|W3 EVENTS [SEED]\n");
    return 2;
  }
  const std::uint64_t events = std::strtoull(argv[2], nullptr, 10);
  const std::uint64_t seed = argc == 4 ? std::strtoull(argv[3], nullptr, 10) : 1;

  const auto start = std::chrono::steady_clock::now();
  Simulation simulation(*workload, events, seed);
  simulation.run();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

  std::printf(
      "{\"events\": %llu, \"seconds\": %.6f, \"succeeded\": %llu, "
      "\"dropped\": {\"RetriesExhausted\": %llu, \"EventAgeExceeded\": %llu}, "
      "\"attempts\": %llu, \"meanAgeMs\": %.3f, \"peakMb\": %.1f}\n",
      static_cast<unsigned long long>(events), elapsed.count(),
      static_cast<unsigned long long>(simulation.succeeded),
      static_cast<unsigned long long>(simulation.retries_exhausted),
      static_cast<unsigned long long>(simulation.event_age_exceeded),
      static_cast<unsigned long long>(simulation.attempts),
      1000.0 * simulation.age_sum_s / static_cast<double>(simulation.attempts),
      peak_mb());
}
