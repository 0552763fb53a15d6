package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.model.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How an account's state is written. Every savepoint names the codec by its class, so it stays here
 * under the name that it had when the state was one with it.
 */
public final class CascadeState {

  private CascadeState() {}

  /** The byte form of an {@link AccountState}. */
  public static final class ByteCodec implements Codec<AccountState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return AccountState.VERSION;
    }

    @Override
    public void write(AccountState state, DataOutput out) throws IOException {
      state.write(out);
    }

    @Override
    public AccountState read(int version, DataInput in) throws IOException {
      return AccountState.read(version, in);
    }
  }
}
