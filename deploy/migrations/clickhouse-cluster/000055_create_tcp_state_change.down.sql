DROP TABLE IF EXISTS tcp_state_change ON CLUSTER '{cluster}' SYNC
