package dev.stormwatch.live.doctor;

import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Can functions be tagged? To write a tag is no dry call, so reading them must do. */
final class TagChecks {

  private static final String TAGS = "tags";

  private TagChecks() {}

  static void run(String region, String endpoint, List<Check> found) {
    String action = "lambda:ListFunctions";
    try (LambdaClient lambda = Calls.client(LambdaClient.builder(), region, endpoint)) {
      List<FunctionConfiguration> functions =
          lambda.listFunctions(request -> request.maxItems(1)).functions();
      if (functions.isEmpty()) {
        found.add(
            Check.warning(
                TAGS, region, "there is no function here", "are these the right credentials?"));
        return;
      }
      action = "lambda:ListTags";
      lambda.listTags(request -> request.resource(functions.get(0).functionArn()));
      found.add(
          Check.ok(
              TAGS,
              region,
              "can be read; the application's role needs lambda:TagResource and"
                  + " lambda:UntagResource as well, which are not tried"));
    } catch (RuntimeException e) {
      found.add(Calls.trouble(TAGS, region, action, e));
    }
  }
}
