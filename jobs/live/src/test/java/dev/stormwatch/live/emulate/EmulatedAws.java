package dev.stormwatch.live.emulate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of AWS that a test talks to, started for it: all by {@code moto_server} where the
 * machine has it, else by what npm installs (SNS and SQS by fauxqs, Kinesis by kinesis-local) and a
 * small {@link LambdaStub}. Which it was is printed. {@code -Dstormwatch.emulators=moto|npm|none}
 * decides otherwise. Where tests see the difference: {@link #snsIsWhole}.
 */
public final class EmulatedAws implements AutoCloseable {

  public static final String PROPERTY = "stormwatch.emulators";

  /** Why a test is skipped where there is nothing to start. */
  public static final String ABSENT =
      "no emulator of AWS: install Node 20 with npm, or moto_server (pip install 'moto[server]')";

  /** Where all of it happens. */
  public static final String REGION = "eu-west-1";

  /** A role that functions can be created with. */
  public static final String ROLE = "arn:aws:iam::123456789012:role/lambda";

  /** What can be started. */
  public enum Part {
    /** With the queues that listen to topics. */
    SNS,
    KINESIS,
    LAMBDA,
    S3,
    /** CloudWatch Logs, which moto alone has. */
    LOGS
  }

  /** Who emulates. */
  public enum Mode {
    MOTO,
    NPM,
    NONE
  }

  private final Mode mode;
  private final Map<Part, String> endpoints = new EnumMap<>(Part.class);
  private final List<AutoCloseable> running = new ArrayList<>();
  private String endpoint = "";

  private EmulatedAws(Mode mode) {
    this.mode = mode;
  }

  /** What this machine has, or what was asked for. */
  public static Mode mode() {
    String asked = System.getProperty(PROPERTY, "");
    if (!asked.isEmpty()) {
      return Mode.valueOf(asked.toUpperCase(Locale.ROOT));
    }
    return can(Mode.MOTO) ? Mode.MOTO : can(Mode.NPM) ? Mode.NPM : Mode.NONE;
  }

  /** Does this machine have what that takes? */
  public static boolean can(Mode mode) {
    return switch (mode) {
      case MOTO -> MotoServer.program().isPresent();
      case NPM -> NpmPackages.available();
      case NONE -> true;
    };
  }

  /**
   * Starts these parts and waits until they answer.
   *
   * @throws IOException when a part does not start, with what it said
   */
  public static EmulatedAws start(Part... parts) throws IOException, InterruptedException {
    return start(mode(), parts);
  }

  /** The same by whom a test asks for, whatever else the machine has. */
  public static EmulatedAws start(Mode mode, Part... parts)
      throws IOException, InterruptedException {
    EmulatedAws aws = new EmulatedAws(mode);
    try {
      String by = aws.mode == Mode.MOTO ? aws.startMoto(parts) : aws.startSingly(parts);
      System.out.println("AWS is emulated by " + by);
      return aws;
    } catch (IOException | InterruptedException | RuntimeException e) {
      aws.close();
      throw e;
    }
  }

  private String startMoto(Part... parts) throws IOException, InterruptedException {
    Optional<Path> program = MotoServer.program();
    MotoServer moto = running(MotoServer.start(program.orElseThrow(() -> new IOException(ABSENT))));
    for (Part part : parts) {
      endpoints.put(part, moto.endpoint());
    }
    endpoint = moto.endpoint();
    return "moto_server";
  }

  private String startSingly(Part... parts) throws IOException, InterruptedException {
    if (mode == Mode.NONE) {
      throw new IOException(ABSENT);
    }
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case SNS, S3 -> {
          if (!names.contains(NpmPackages.FAUXQS)) {
            String fauxqs = running(NpmPackages.startFauxqs(REGION)).endpoint();
            endpoints.put(Part.SNS, fauxqs);
            endpoints.put(Part.S3, fauxqs);
            names.add(NpmPackages.FAUXQS);
          }
        }
        case KINESIS -> {
          endpoints.put(part, running(NpmPackages.startKinesis(REGION)).endpoint());
          names.add(NpmPackages.KINESIS_LOCAL);
        }
        case LAMBDA -> {
          endpoints.put(part, running(new LambdaStub(REGION)).endpoint());
          names.add("a stub of Lambda");
        }
        case LOGS -> throw new IOException("there is no CloudWatch Logs without moto_server");
      }
    }
    endpoint = running(new OneDoor(endpoints)).endpoint();
    return String.join(", ", names);
  }

  private <T extends AutoCloseable> T running(T part) {
    running.add(part);
    return part;
  }

  /** Where all that was started listens. */
  public String endpoint() {
    return endpoint;
  }

  /** Where a part that was started listens. */
  public String endpoint(Part part) {
    String endpoint = endpoints.get(part);
    if (endpoint == null) {
      throw new IllegalArgumentException(part + " was not started");
    }
    return endpoint;
  }

  /**
   * Does SNS do here what it does in AWS? That of npm has three gaps: it reaches queues only, hands
   * on the texts for all protocols instead of choosing one, and matches no filter policy against an
   * array.
   */
  public boolean snsIsWhole() {
    return mode == Mode.MOTO;
  }

  @Override
  public void close() {
    for (AutoCloseable part : running) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("an emulator does not stop", e);
      }
    }
  }
}
