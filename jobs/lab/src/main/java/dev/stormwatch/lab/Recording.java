package dev.stormwatch.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A scenario, played once: what Kinesis took in, and the truth behind it. */
record Recording(Scenario scenario, long seed, List<ObjectNode> records, Truth truth) {

  static Recording play(Scenario scenario, long seed) {
    Dice dice = new Dice(seed).forPurpose(scenario.name());
    long start = scenario.start().toEpochMilli();
    Truth truth = new Truth();
    Subscription subscription = new Subscription(dice.forPurpose("delivery"));
    subscription.begin(start);
    for (LambdaFunction function : scenario.functions()) {
      List<Environment> environments =
          Dispatcher.run(function, start, scenario.length().toMillis(), dice);
      truth.add(function, environments);
      Dice lines = dice.forPurpose(function.name + " lines");
      for (Environment environment : environments) {
        subscription.deliver(
            LogAgent.flushes(environment, PlatformLog.of(environment, lines), lines));
      }
    }
    KinesisStream stream = new KinesisStream(dice.forPurpose("sequence numbers"));
    return new Recording(scenario, seed, stream.take(subscription.deliveries()), truth);
  }
}
