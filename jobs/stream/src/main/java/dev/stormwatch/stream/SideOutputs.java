package dev.stormwatch.stream;

import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.TelemetrySlot;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** What operators say besides their results. */
final class SideOutputs {

  static final OutputTag<String> DEAD_LETTERS = new OutputTag<>("dead-letters", Types.STRING);

  static final OutputTag<Activity> ACTIVITY =
      new OutputTag<>("activity", new CodecTypeInfo<>(Activity.class, new Activity.ByteCodec()));

  static final OutputTag<DatabaseSlot> DATABASE_PIECES =
      new OutputTag<>(
          "database-pieces", new CodecTypeInfo<>(DatabaseSlot.class, new DatabaseSlot.ByteCodec()));

  static final OutputTag<EventSourceSlot> EVENT_SOURCES =
      new OutputTag<>(
          "event-sources",
          new CodecTypeInfo<>(EventSourceSlot.class, new EventSourceSlot.ByteCodec()));

  static final OutputTag<TelemetrySlot> TELEMETRY_PIECES =
      new OutputTag<>(
          "telemetry-pieces",
          new CodecTypeInfo<>(TelemetrySlot.class, new TelemetrySlot.ByteCodec()));

  static final OutputTag<AccountSlot> ACCOUNT_PIECES =
      new OutputTag<>(
          "account-pieces", new CodecTypeInfo<>(AccountSlot.class, new AccountSlot.ByteCodec()));

  static final OutputTag<ApplicationSlot> APPLICATION_PIECES =
      new OutputTag<>(
          "application-pieces",
          new CodecTypeInfo<>(ApplicationSlot.class, new ApplicationSlot.ByteCodec()));

  private SideOutputs() {}
}
