"""Keep a folder's documents in an OpenAI vector store, where the tool `file_search` finds them.

    python -m scripts.knowledge build/production/outputs.json FOLDER [--name NAME]

Only what is new or has changed is uploaded, and what is gone from the folder is removed.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment, UnsetSecretError
from scripts.knowledge_folder import Document, UnfitError, read_folder
from scripts.knowledge_store import KnowledgeStore, StoreError
from scripts.model_service import MODEL_KEY


def main() -> None:
    """Bring the store to what the folder has, and print the setting for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="knowledge")
    arguments = parser.parse_args()
    try:
        documents = read_folder(arguments.folder)
        deployment = Deployment.read(arguments.outputs)
        with errors_as_sentences():
            key = deployment.secret(MODEL_KEY)
        name = f"{deployment['base_secret_path'].strip('/').replace('/', '-')}-{arguments.name}"
        store = KnowledgeStore.named(name, deployment["openai_base_url"], key)
        for line in update(store, documents):
            print(line, flush=True)
    except UnsetSecretError as error:
        sys.exit(f"{error} was never set. Run `make secrets`.")
    except (UnfitError, StoreError) as error:
        sys.exit(str(error))


def update(store: KnowledgeStore, documents: Sequence[Document]) -> Iterator[str]:
    """What is done, line by line. Raises `StoreError`: what was done until then stays done."""
    there = store.files()
    new = [each for each in documents if not store.has(there, each)]
    for number, document in enumerate(new, start=1):
        yield f"Uploading {number} of {len(new)}: {document.path}"
        store.add(document)
    wanted = {(each.path, each.digest) for each in documents}
    old = [each for each in there if (each.path, each.digest) not in wanted or not each.is_ready]
    for file in old:
        yield f"Removing an old or unfinished {file.path}"
        store.remove(file.id)
    counts = f"{len(new)} uploaded, {len(documents) - len(new)} unchanged, {len(old)} removed"
    yield f"{store.name} has {len(documents)}: {counts}."
    yield "In the deployment's tfvars file, and then `make apply`:"
    yield f'  openai_tools = [{{ type = "file_search", vector_store_ids = ["{store.id}"] }}]'


if __name__ == "__main__":
    main()
