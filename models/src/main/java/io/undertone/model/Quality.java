package io.undertone.model;

/** What the model was measured to reach on one set of reviews. */
public record Quality(String data, long reviews, double accuracy, double macroF1) {}
