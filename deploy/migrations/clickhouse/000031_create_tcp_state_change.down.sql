DROP TABLE IF EXISTS tcp_state_change
