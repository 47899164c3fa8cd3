"""Holds the words that every model card uses."""

KIND = {"lstm": "LSTM", "gru": "GRU", "rnn_tanh": "vanilla RNN (tanh)", "rnn_relu": "vanilla RNN (relu)"}
