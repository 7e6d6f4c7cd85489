package io.rookery.gateway.media;

import io.rookery.store.MasterKeys;
import org.jspecify.annotations.Nullable;

/** The master keys, where this gateway has any. */
public record GatewayMasterKeys(@Nullable MasterKeys orNull) {}
