# syntax=docker/dockerfile:1.7
# The official broker, and beside it the agent that shows its figures to Prometheus.
FROM apache/kafka:4.3.1
# The hash is the one of ops/streaming/kafka/JARS.sha256.
ADD --chmod=0444 \
    --checksum=sha256:7d61f737fd661610ccc14aea79764faa1ea94a340cbc8f0029b3d2edea3d80c1 \
    https://repo1.maven.org/maven2/io/prometheus/jmx/jmx_prometheus_javaagent/1.0.1/jmx_prometheus_javaagent-1.0.1.jar \
    /opt/jmx/agent.jar
USER 1000:1000
