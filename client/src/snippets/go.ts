import { type Invocation, invokeUrl, nameInComment } from './invocation.ts';
import { literal, type Notation, quoted } from './literals.ts';

const notation: Notation = {
  true: 'true',
  false: 'false',
  null: 'nil',
  indent: '\t',
  list: (items) => `[]any{${items}}`,
  record: (entries) => `map[string]any{${entries}}`,
  key: quoted,
};

/** A program that needs the standard library only. */
export function go(invocation: Invocation): string {
  return `// Invokes ${nameInComment(invocation)}. INFLUX_TOKEN holds the API token.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	params := ${literal(invocation.params, notation, 1)}
	body, err := json.Marshal(map[string]any{"params": params})
	if err != nil {
		log.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, ${quoted(invokeUrl(invocation))}, bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Token "+os.Getenv("INFLUX_TOKEN"))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/csv")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		log.Fatalf("%s: %s", response.Status, answer)
	}
	fmt.Print(string(answer))
}
`;
}
