package dev.stormwatch.live.sns;

import dev.stormwatch.core.model.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;

/** What waits for a topic, in checkpoints. */
final class SnsMessageSerializer extends AsyncSinkWriterStateSerializer<SnsMessage> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  protected void serializeRequestToStream(SnsMessage message, DataOutputStream out)
      throws IOException {
    out.writeByte(VERSION);
    Wire.writeString(out, message.incidentId);
    Wire.writeString(out, message.messageId);
    Wire.writeString(out, message.subject);
    Wire.writeString(out, message.body);
    out.writeBoolean(message.byProtocol);
    Wire.writeInt(out, message.attributes.size());
    for (Map.Entry<String, String> attribute : message.attributes.entrySet()) {
      Wire.writeString(out, attribute.getKey());
      Wire.writeString(out, attribute.getValue());
    }
  }

  @Override
  protected SnsMessage deserializeRequestFromStream(long size, DataInputStream in)
      throws IOException {
    Wire.requireVersion(in.readUnsignedByte(), VERSION, "a message for SNS");
    String incidentId = Wire.readString(in);
    String messageId = Wire.readString(in);
    String subject = Wire.readString(in);
    String body = Wire.readString(in);
    boolean byProtocol = in.readBoolean();
    Map<String, String> attributes = new TreeMap<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      attributes.put(Wire.readString(in), Wire.readString(in));
    }
    return new SnsMessage(incidentId, messageId, subject, body, byProtocol, attributes);
  }
}
