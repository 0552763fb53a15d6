package dev.stormwatch.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.bench.Result.Cost;
import dev.stormwatch.bench.corpus.Corpus;
import java.util.List;
import java.util.Locale;

/** The results, for people and for machines. */
final class Report {

  private static final String ROW = "%-4s %-18s %6s %6s %6s %10s %8s %8s %12s %9s%n";

  private Report() {}

  static String corpus(Corpus corpus) {
    double records = corpus.records().size();
    return String.format(
        Locale.ROOT,
        "mix %s: %.0f records, %.1f events, %.0f B raw, %.0f B gzip a record (%.2f : 1), %s%n"
            + "       sha256 %s",
        corpus.mix(),
        records,
        corpus.events() / records,
        corpus.rawBytes() / records,
        corpus.compressedBytes() / records,
        (double) corpus.rawBytes() / corpus.compressedBytes(),
        corpus.mix().title(),
        corpus.sha256());
  }

  static String table(List<Result> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            ROW,
            "mix",
            "contender",
            "ratio",
            "p10",
            "p90",
            "us/record",
            "MB/s gz",
            "MB/s raw",
            "alloc B/rec",
            "fallback"));
    for (Result result : results) {
      for (Cost cost : result.costs()) {
        table.append(row(result.corpus(), cost));
      }
    }
    return table.toString();
  }

  private static String row(Corpus corpus, Cost cost) {
    return String.format(
        Locale.ROOT,
        ROW,
        corpus.mix(),
        cost.name(),
        decimal(cost.ratio().median(), 2),
        decimal(cost.ratio().tenth(), 2),
        decimal(cost.ratio().ninetieth(), 2),
        decimal(cost.nanosPerRecord() / 1000, 1),
        decimal(cost.compressedMegabytesPerSecond(corpus), 1),
        decimal(cost.rawMegabytesPerSecond(corpus), 0),
        decimal(cost.allocatedPerRecord(), 0),
        Double.isNaN(cost.fallbackShare()) ? "-" : decimal(100 * cost.fallbackShare(), 2) + " %");
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  static String json(Machine machine, Protocol protocol, List<Result> results) {
    ObjectNode report = new ObjectMapper().createObjectNode();
    ObjectNode where = report.putObject("machine");
    where.put("java", machine.java());
    where.put("processor", machine.processor());
    where.put("collector", machine.collector());
    where.put("processors", machine.processors());
    ObjectNode how = report.putObject("protocol");
    how.put("warmUps", protocol.warmUps());
    how.put("rounds", protocol.rounds());
    how.put("passMillis", protocol.passNanos() / 1_000_000);
    ArrayNode mixes = report.putArray("mixes");
    results.forEach(result -> add(result, mixes.addObject()));
    return report.toPrettyString();
  }

  private static void add(Result result, ObjectNode mix) {
    Corpus corpus = result.corpus();
    mix.put("mix", corpus.mix().name());
    mix.put("seed", corpus.seed());
    mix.put("records", corpus.records().size());
    mix.put("events", corpus.events());
    mix.put("rawBytes", corpus.rawBytes());
    mix.put("compressedBytes", corpus.compressedBytes());
    mix.put("functions", result.functions());
    mix.put("sha256", corpus.sha256());
    mix.put("answer", result.digest());
    ArrayNode contenders = mix.putArray("contenders");
    for (Cost cost : result.costs()) {
      ObjectNode contender = contenders.addObject();
      contender.put("name", cost.name());
      contender.put("ratio", cost.ratio().median());
      contender.put("ratioP10", cost.ratio().tenth());
      contender.put("ratioP90", cost.ratio().ninetieth());
      contender.put("nanosPerRecord", cost.nanosPerRecord());
      contender.put("allocatedPerRecord", cost.allocatedPerRecord());
      if (!Double.isNaN(cost.fallbackShare())) {
        contender.put("fallbackShare", cost.fallbackShare());
      }
    }
  }
}
