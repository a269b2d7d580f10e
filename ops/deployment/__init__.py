"""How the platform is deployed with containers: compose for one machine, Kubernetes for more."""
