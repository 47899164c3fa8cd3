package io.undertone.operator.tokenize;

import io.undertone.cell.Model;
import io.undertone.event.Review;
import io.undertone.event.TextPieces;
import io.undertone.event.TokenizedReview;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.text.Pieces;
import io.undertone.text.Tokenizer;
import io.undertone.text.Tokens;

/** Encodes a review's text as the model's token ids, bounded. Knows no Flink. Thread-safe. */
public final class ReviewEncoder {

  private final Tokenizer tokenizer;
  private final int tokensMax;
  private final boolean explained;

  public ReviewEncoder(Model model, SentimentSettings settings) {
    this.tokenizer = model.tokenizer();
    this.tokensMax = settings.tokensMax(model);
    this.explained = settings.explained();
  }

  /** The most ids of a review, {@code <eor>} included. */
  int tokensMax() {
    return tokensMax;
  }

  /** The ids, and the pieces of the text if scores are explained. */
  public TokenizedReview encode(Review review) {
    Tokens read = tokenizer.tokenize(review.text(), tokensMax);
    TextPieces pieces = explained ? pieces(review.text(), read) : null;
    return new TokenizedReview(review.origin(), read.ids(), read.truncated(), pieces);
  }

  private TextPieces pieces(String text, Tokens read) {
    Pieces pieces = tokenizer.pieces(text, read.ids());
    return new TextPieces(pieces.text(), pieces.ends(), pieces.tokens());
  }
}
