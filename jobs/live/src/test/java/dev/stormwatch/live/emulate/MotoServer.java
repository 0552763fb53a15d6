package dev.stormwatch.live.emulate;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All of AWS on one port, where the machine has it ({@code pip install 'moto[server]'}). */
public final class MotoServer implements AutoCloseable {

  private final EmulatorProcess process;

  private MotoServer(EmulatorProcess process) {
    this.process = process;
  }

  public static Optional<Path> program() {
    return EmulatorProcess.program("moto_server");
  }

  /** Starts it and waits until it answers. */
  public static MotoServer start(Path program) throws IOException, InterruptedException {
    int port = EmulatorProcess.freePort();
    MotoServer moto =
        new MotoServer(
            EmulatorProcess.start(
                new ProcessBuilder(List.of(program.toString(), "-p", Integer.toString(port))),
                port,
                Path.of("target", "emulators", "moto-" + port + ".log")));
    moto.createRole();
    return moto;
  }

  /** Without {@link EmulatedAws#ROLE} it makes no function. */
  private void createRole() throws IOException, InterruptedException {
    String role =
        "Action=CreateRole&Version=2010-05-08&RoleName=lambda&AssumeRolePolicyDocument="
            + URLEncoder.encode("{}", StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint()))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260302/us-east-1/iam/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(role))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  public String endpoint() {
    return process.endpoint();
  }

  @Override
  public void close() {
    process.close();
  }
}
