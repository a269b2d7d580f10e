#!/bin/sh
# Formats a fresh disk with everybody's salted password, then becomes the broker. On a disk that is
# formatted the first step does nothing.
set -eu
home=${KAFKA_HOME:-/opt/kafka}
secrets=${RAMPART_SECRETS:-/run/secrets}
properties=${RAMPART_PROPERTIES:-/etc/rampart/server.properties}
# It prints the credentials it is told, as they will be stored.
"$home/bin/kafka-storage.sh" format --ignore-formatted \
  --cluster-id "$(cat "$secrets/cluster-id")" --config "$properties" \
  "@$secrets/format.arguments" > /dev/null
# Only the broker has the agent: a second program on its port would not start.
export KAFKA_OPTS="${RAMPART_JMX_AGENT:-}"
exec "$home/bin/kafka-server-start.sh" "$properties"
