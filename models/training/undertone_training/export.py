"""Writes a trained model as graphs: its cells step once, and its reader takes whole reviews too. Refuses to know manifests."""

from pathlib import Path

from undertone_training import graph_cells, graph_sequence
from undertone_training.graphs import SharedWeights
from undertone_training.model import Model


def write_graphs(model: Model, folder: Path) -> None:
    """Writes every graph of a bundle, and the weights that they share."""
    weights = SharedWeights()
    graphs = [graph_cells.token_cell(model, weights), graph_sequence.token_sequence(model, weights),
              graph_cells.head(model, weights)]
    if model.review_cell is not None:
        graphs.append(graph_cells.review_cell(model, weights))
    weights.write(folder)
    for graph in graphs:
        graph.write(folder / f"{graph.name}.onnx")
