package software.amazon.planted;

/** Stands in the AWS SDK's package, which is not on this module's class path. */
public final class PlantedClient {}
