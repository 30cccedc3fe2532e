"""The wall around attachments and around the content that waits for its storage; and how texts are
looked up."""

import json

from accounts.row_security import IS_SYSTEM, TENANT, secured
from database.objects import function
from database.row_security import Policy
from documents.models import Attachment, StoredFile, StoredPart
from documents.written.simplified import SIMPLIFIED, TRADITIONAL
from documents.written.sounds import HEARD, readings

_READINGS = json.dumps({one: " ".join(them) for one, them in sorted(readings().items())},
                       ensure_ascii=False)  # fmt: skip

# Whoever may read a row that names a file reads it; the storage asks in the portal's own name.
STORAGE = Policy("storage", IS_SYSTEM, IS_SYSTEM)

DATABASE_OBJECTS = (
    *secured(Attachment, TENANT, on_trail=True, hidden=("name",)),
    *secured(StoredFile, STORAGE),
    *secured(StoredPart, STORAGE),
    # As `documents.written.simplified.plain`. Few texts have a traditional character: to ask for
    # one takes half a microsecond, to translate them a quarter of a millisecond.
    function(
        "documents_plain(text)",
        f"""
        CREATE OR REPLACE FUNCTION documents_plain(written text) RETURNS text
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
        BEGIN
          IF written ~ '[{TRADITIONAL}]' THEN
            written := translate(
              written,
              '{TRADITIONAL}',
              '{SIMPLIFIED}'
            );
          END IF;
          RETURN lower(written);
        END
        $$;
        """,
    ),
    # The keys of a text by its sound: of its characters each syllable, each two that follow one
    # another, and the first letters of each two and three ("hai na", "h n", "h n j"); of one with
    # several readings those of each. As `documents.written.sounds` asks for them. The table stands
    # within the expression, whose plan keeps it: as a variable it would be copied with each call.
    # The other function by its schema: indexes are made and analysed without the usual search path.
    function(
        "documents_sounds(text)",
        f"""
        CREATE OR REPLACE FUNCTION documents_sounds(written text) RETURNS text[]
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
        DECLARE
          keys text[] := '{{}}';
          letter text;
          said text[];
          before text[] := '{{}}';
          pair text;
          pairs text[];
          pairs_before text[] := '{{}}';
          one text;
          earlier text;
        BEGIN
          FOREACH letter IN ARRAY string_to_array(
            regexp_replace(public.documents_plain(written), '[^{HEARD}]+', '', 'g'), NULL
          ) LOOP
            said := string_to_array(coalesce(
              '{_READINGS}'::jsonb ->> letter,
              letter), ' ');
            pairs := '{{}}';
            FOREACH one IN ARRAY said LOOP
              keys := array_append(keys, one);
              FOREACH earlier IN ARRAY before LOOP
                keys := array_append(keys, earlier || ' ' || one);
                pair := left(earlier, 1) || ' ' || left(one, 1);
                keys := array_append(keys, pair);
                pairs := array_append(pairs, pair);
              END LOOP;
              FOREACH earlier IN ARRAY pairs_before LOOP
                keys := array_append(keys, earlier || ' ' || left(one, 1));
              END LOOP;
            END LOOP;
            before := said;
            pairs_before := pairs;
          END LOOP;
          RETURN keys;
        END
        $$;
        """,
        needs=("function documents_plain",),
    ),
)
