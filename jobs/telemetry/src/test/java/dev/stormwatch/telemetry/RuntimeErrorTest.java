package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.ID;
import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each runtime writes when a handler threw, and what an application may log without it. */
class RuntimeErrorTest {

  private static final String T = "2026-03-02T10:12:15.120Z";

  private static final String DOTNET_TRACE =
      "System.InvalidOperationException: no such basket\n"
          + "   at Shop.Checkout.Handle(Order order) in /src/Checkout.cs:line 7\n";

  private static final String DOTNET_RUNTIME =
      "   at lambda_method1(Closure , Stream , ILambdaContext , Stream )\n"
          + "   at Amazon.Lambda.RuntimeSupport.LambdaBootstrap.InvokeOnceAsync()\n";

  private static final String SPAN =
      "Lambda runtime invoke{requestId=\"" + ID + "\" xrayTraceId=\"Root=1\"}: ";

  private static final String JAVA_TRACE =
      "java.lang.IllegalStateException: no such basket\n"
          + "\tat com.example.Handler.handleRequest(Handler.java:7)\n";

  static Stream<Arguments> node() {
    String head = T + "\t" + ID + "\tERROR\t";
    return Stream.of(
        arguments(
            head
                + "Invoke Error \t{\"errorType\":\"TypeError\",\"errorMessage\":\"x\",\"stack\":[]}",
            "id=ID error=TypeError"),
        arguments(head + "Invoke Error \tnull", "id=ID"),
        arguments(
            T + " " + ID + " ERROR Invoke Error  {\"errorType\":\"TypeError\",\"stack\":[]}",
            "id=ID error=TypeError"),
        arguments(
            T
                + "\t"
                + ID
                + "\tERROR\tUnhandled Promise Rejection\t{\n    \"errorType\": \"TypeError\"\n}",
            "id=ID error=TypeError"),
        arguments("ERROR\tInvoke Error\t{\"errorType\":\"TypeError\"}", "error=TypeError"),
        arguments(
            ID + "\tInvoke Error\t{\"errorType\":\"RuntimeException\",\"stack\":[]}\n",
            "id=ID error=RuntimeException"),
        arguments(
            T
                + "\t"
                + ID
                + "\t{\"errorMessage\":\"x\",\"errorType\":\"Error\",\"stackTrace\":[\"a\"]}\n",
            "id=ID error=Error"),
        arguments(
            "[ERROR] [1772446335120] LAMBDA_RUNTIME Failed to post handler success response."
                + " Http response code: 413. {\"errorMessage\":\"Exceeded maximum allowed payload\"}\n",
            "error=Function.ResponseSizeTooLarge"),
        arguments(
            T
                + "\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"Runtime.HandlerNotFound\"}",
            "error=Runtime.HandlerNotFound"),
        arguments(
            head
                + "Unhandled Promise Rejection \t"
                + "{\"errorType\":\"Runtime.UnhandledPromiseRejection\",\"stack\":[]}",
            "id=ID error=Runtime.UnhandledPromiseRejection"));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments(
            "no such basket: java.lang.IllegalStateException\n" + JAVA_TRACE,
            "error=java.lang.IllegalStateException"),
        arguments(
            "ERROR: no such basket\n  Detail: it is gone: org.postgresql.util.PSQLException\n"
                + "org.postgresql.util.PSQLException: ERROR: no such basket\n  Detail: it is gone\n"
                + "\tat com.example.Handler.handleRequest(Handler.java:7)\n",
            "error=org.postgresql.util.PSQLException"),
        arguments(
            "[ERROR] no such basket: com.example.Basket$Missing\ncom.example.Basket$Missing: no such basket\n"
                + "\tat com.example.Handler.handleRequest(Handler.java:7)\n",
            "error=com.example.Basket$Missing"),
        arguments(
            "BoomError: BoomError\r\nBoomError\r\n\tat Handler.run(Handler.java:7)\r\n",
            "error=BoomError"),
        arguments(
            T + "\t" + ID + "\tfail\t" + DOTNET_TRACE + DOTNET_RUNTIME,
            "id=ID error=System.InvalidOperationException"),
        arguments(DOTNET_TRACE + DOTNET_RUNTIME, "error=System.InvalidOperationException"),
        arguments(
            "Unhandled exception. " + DOTNET_TRACE + DOTNET_RUNTIME,
            "error=System.InvalidOperationException"),
        arguments(
            "2026/03/02 10:12:15 {\"errorMessage\":\"x\",\"errorType\":\"errorString\"}\n",
            "error=errorString"),
        arguments("Critical exception from handler\n", ""),
        arguments("Error raised from handler method", ""),
        arguments(
            "Error raised from handler method\n{\n  \"errorMessage\": \"x\",\n"
                + "  \"errorType\": \"Function<KeyError>\"\n}\n",
            "error=Function<KeyError>"),
        arguments(
            "no such basket: ApplicationException\n   at Shop.Checkout.Handle(Order order)\n"
                + "   at lambda_method(Closure , Stream , Stream , LambdaContextInternal )\n\n",
            "error=ApplicationException"),
        arguments(
            coloured("2", T)
                + " "
                + coloured("31", "ERROR")
                + " "
                + coloured("1", "Lambda runtime invoke")
                + "{"
                + coloured("3", "requestId")
                + coloured("2", "=")
                + "\""
                + ID
                + "\"}"
                + coloured("2", ":")
                + " user handler panicked",
            "id=ID"),
        arguments("ERROR " + SPAN + "user handler panicked error=Any { .. }", "id=ID"),
        arguments(T + " ERROR " + SPAN + "lambda_runtime: Error(\"no such basket\")", "id=ID"));
  }

  private static String coloured(String colour, String text) {
    return "\u001b[" + colour + "m" + text + "\u001b[0m";
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        arguments(
            "{'timestamp':'t','log_level':'ERROR','errorMessage':'x','errorType':'ValueError',"
                + "'requestId':'%s','stackTrace':['a']}",
            "id=ID error=ValueError"),
        arguments(
            "{'timestamp':'t','level':'ERROR','errorMessage':'x','errorType':'ValueError',"
                + "'requestId':'%s','stackTrace':[]}",
            "id=ID error=ValueError"),
        arguments(
            "{'timestamp':'t','log_level':'ERROR','errorMessage':'x','errorType':'',"
                + "'requestId':'','stackTrace':[]}",
            ""),
        arguments(
            "{'timestamp':'t','level':'ERROR','requestId':'%s','message':"
                + "{'errorType':'TypeError','errorMessage':'x','stackTrace':['a']}}",
            "id=ID error=TypeError"),
        arguments(
            "{'errorMessage':'x','errorType':'errorString','stackTrace':[{'line':7}]}",
            "error=errorString"),
        arguments(
            "{\n  'errorMessage': 'x',\n  'errorType': 'Function<RuntimeError>',\n  'stackTrace': []\n}",
            "error=Function<RuntimeError>"),
        arguments(
            "{'timestamp':'t','message':'gone: a.Missing\\na.Missing: gone\\n\\tat a.B.c(B.java:7)\\n',"
                + "'level':'ERROR','AWSRequestId':'%s'}",
            "id=ID error=a.Missing"),
        arguments(
            "{'timestamp':'t','level':'Error','requestId':'%s','traceId':'1','message':null,"
                + "'errorType':'System.Exception','errorMessage':'x','stackTrace':['at A.B()']}",
            "id=ID error=System.Exception"),
        arguments(
            "{'timestamp':'t','level':'Error','requestId':'%s','message':'System.Exception: x\\n"
                + "   at A.B()\\n   at lambda_method1(Closure, Stream, ILambdaContext, Stream)'}",
            "id=ID error=System.Exception"),
        arguments(
            "{'timestamp':'t','level':'ERROR','fields':{'message':'user handler panicked','error':'Any'},"
                + "'span':{'requestId':'%s','name':'Lambda runtime invoke'}}",
            "id=ID"));
  }

  @ParameterizedTest
  @MethodSource({"node", "others", "documents"})
  void knowsARuntimesLine(String message, String told) {
    String line = message.startsWith("{") ? json(message) : message;
    assertThat(Told.by(line)).isEqualTo(("RUNTIME_ERROR " + told).trim());
  }

  static Stream<String> loggedText() {
    return Stream.of(
        T + "\t" + ID + "\tERROR\tInvoke Error of the partner",
        T + "\t" + ID + "\tERROR\tcould not load the basket",
        T + "\t" + ID + "\tERROR\tInvoke Error {\"errorType\":\"TypeError\"}",
        T + "\t" + ID + "\tINFO\tInvoke Error\t{\"errorType\":\"TypeError\"}",
        T + "\t" + ID + "\tMYERROR\tInvoke Error\t{\"errorType\":\"TypeError\"}",
        "the partner said: Invoke Error  {\"errorType\":\"TypeError\"}",
        T + "\tundefined\t{\"errorMessage\":\"x\",\"errorType\":\"Error\",\"stackTrace\":[]}",
        T + "\t" + ID + "\t{\"errorMessage\":\"x\",\"errorType\":\"Error\",\"orderId\":7}",
        "[ERROR] [1772446335120] LAMBDA_RUNTIME Failed to post handler success response."
            + " Http response code: 403.",
        "Error raised from handler method of the partner",
        "no such basket: ApplicationException\n   at Shop.Checkout.Handle(Order order)\n",
        T + "\t" + ID + "\tWARN\tUncaught Exception \t{}",
        T + "\t" + ID + "\tERROR\tTypeError: x\n    at handler (/var/task/index.js:7:9)",
        "saw java.lang.IllegalStateException\n\tat com.example.Handler.run(Handler.java:7)",
        "ERROR Handler - failed: java.io.IOException: broken\n\tat com.example.H.run(H.java:7)",
        "Exception in thread \"main\" java.lang.Error: x\n\tat a.B.c(B.java:7)",
        T + "\t" + ID + "\tfail\tcould not load\n" + DOTNET_TRACE + DOTNET_RUNTIME,
        "ERROR " + SPAN + "shop: no such basket error=Missing",
        "2026/03/02 10:12:15 {\"errorType\":\"soft\",\"retry\":true}",
        "the parser: Critical exception from handler");
  }

  static Stream<String> loggedJson() {
    return Stream.of(
            "{'severity':'ERROR','errorType':'ValueError','errorMessage':'x'}",
            "{'level':'WARN','message':{'errorType':'TypeError','errorMessage':'x'}}",
            "{'timestamp':'t','level':'ERROR','requestId':'%s','executionArn':'arn:x','attempt':2,"
                + "'message':{'errorType':'TypeError','errorMessage':'x'}}",
            "{'level':'ERROR','message':{'text':'x','error':'errorType'}}",
            "{'errorType':'ValueError','retry':true}",
            "{'errorType':'ValueError','errorMessage':'x','orderId':7}",
            "{'errorMessage':'x'}",
            "{'timestamp':'t','level':'ERROR','logger':'a.B','message':'gone: a.Missing\\na.Missing:"
                + " gone\\n\\tat a.B.c(B.java:7)'}",
            "{'level':'ERROR','fields':{'message':'no such basket'},'target':'shop',"
                + "'span':{'name':'Lambda runtime invoke'}}")
        .map(Told::json);
  }

  @ParameterizedTest
  @MethodSource({"loggedText", "loggedJson"})
  void leavesTheApplicationItsErrors(String message) {
    assertThat(Told.by(message))
        .isEqualTo(message.startsWith("{") ? "APPLICATION_JSON" : "APPLICATION_TEXT");
  }

  static Stream<Arguments> perhaps() {
    return Stream.of(
        arguments(
            T + "\t" + ID + "\tfail\t" + DOTNET_TRACE,
            "id=ID exception=System.InvalidOperationException"),
        arguments(DOTNET_TRACE, "exception=System.InvalidOperationException"),
        arguments(
            DOTNET_TRACE
                + "   at lambda_method49(Closure, Object, HttpContext, Object)\n"
                + "   at Microsoft.AspNetCore.Http.RequestDelegateFactory.Handle()\n",
            "exception=System.InvalidOperationException"),
        arguments(
            "no such basket: java.lang.IllegalStateException\n\tat com.example.H.run(H.java:7)",
            "exception=java.lang.IllegalStateException"),
        arguments(
            "{'timestamp':'t','message':'gone: java.io.IOException\\n\\tat a.B.c(B.java:7)',"
                + "'level':'ERROR','AWSRequestId':'%s'}",
            "id=ID exception=java.io.IOException"),
        arguments(
            "{'level':'ERROR','message':'could not load','errorType':'ValueError','errorMessage':'x'}",
            "exception=ValueError"),
        arguments(
            "{'timestamp':'t','level':'ERROR','message':'x','logger':'root','stackTrace':[],"
                + "'errorType':'ValueError','errorMessage':'x','requestId':'%s'}",
            "id=ID exception=ValueError"),
        arguments(
            "{'level':'Error','errorType':'System.Exception','errorMessage':'x','message':'could not',"
                + "'stackTrace':['at A.B()']}",
            "exception=System.Exception"));
  }

  @ParameterizedTest
  @MethodSource("perhaps")
  void tellsAnExceptionThatOnlyItsPlaceCanProve(String message, String told) {
    boolean document = message.startsWith("{");
    assertThat(Told.by(document ? json(message) : message))
        .isEqualTo((document ? "APPLICATION_JSON " : "APPLICATION_TEXT ") + told);
  }
}
